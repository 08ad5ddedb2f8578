"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { PAGES } from "./pages";

/** How long after `g` the second key still counts. */
const PATIENCE_MS = 1_500;

interface Deeds {
  palette: () => void;
  help: () => void;
}

/** The keys of every page: Ctrl+K the palette, `g` and a letter a page, `?` the list. They sleep where one types. */
export function useKeys({ palette, help }: Deeds): void {
  const router = useRouter();
  const going = useRef(0);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return palette();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target))
        return;
      if (event.key === "?") return help();
      const page = PAGES.find(({ key }) => key === event.key);
      const went = Date.now() - going.current < PATIENCE_MS;
      going.current = event.key === "g" ? Date.now() : 0;
      if (page && went) {
        event.preventDefault();
        router.push(page.href);
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [router, palette, help]);
}

/** Whether keys belong to what has the focus: a box to type in, a menu, a window in front of the page. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      "input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]",
    ) !== null
  );
}
