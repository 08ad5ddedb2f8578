"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

export interface Deed {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Other words by which it is found: the same in the other language, an abbreviation. */
  words?: readonly string[];
  /** Keys that do the same without the palette. */
  keys?: string;
  run: () => void;
}

interface Props {
  title: string;
  placeholder: string;
  nothing: string;
  groups: readonly { heading: string; deeds: readonly Deed[] }[];
  onClose: () => void;
}

/** Everything that can be done from anywhere, found by typing a few letters. */
export function Palette({ title, placeholder, nothing, groups, onClose }: Props) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[10dvh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-xl"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <Command label={title} loop>
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                placeholder={placeholder}
                className="h-12 w-full bg-transparent text-base outline-none placeholder:text-faint sm:text-sm"
              />
            </div>
            <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-6 text-center text-sm text-muted">{nothing}</Command.Empty>
              {groups.map(({ heading, deeds }) => (
                <Command.Group
                  key={heading}
                  heading={heading}
                  className="mb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
                >
                  {deeds.map((deed) => (
                    <Entry key={deed.id} deed={deed} onClose={onClose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entry({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  return (
    <Command.Item
      value={deed.id}
      keywords={[deed.label, ...(deed.words ?? [])]}
      onSelect={() => {
        onClose();
        deed.run();
      }}
      className="flex min-h-9 items-center gap-3 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {deed.icon}
      <span className="flex-1">{deed.label}</span>
      {deed.keys !== undefined && <kbd className="font-mono text-2xs text-muted">{deed.keys}</kbd>}
    </Command.Item>
  );
}
