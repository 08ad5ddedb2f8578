"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { type LinkState, StreamConnection, type Topic } from "./connection";
import type { EventOf, EventType, Snapshot } from "./messages";

export interface Link {
  readonly state: LinkState;
  /** Since when, milliseconds since 1970. */
  readonly since: number;
}

interface Handlers {
  event?: { [Type in EventType]?: (event: EventOf<Type>) => void };
  /** The newest event of each type, once after subscribing and after every loss. */
  snapshot?: (snapshot: Snapshot) => void;
  /** Events were missed: what was read by REST must be read again. */
  anew?: (topic: Topic) => void;
}

const START: Link = { state: "connecting", since: 0 };
const PATH = "/ws/market-data";

/** Shares one connection among all who listen; every subscription is counted, so that two panels can ask for the same. */
export class StreamHub {
  private readonly listeners = new Set<Handlers>();
  private readonly watchers = new Set<() => void>();
  private readonly wanted = new Map<string, number>();
  private current = START;
  readonly connection: StreamConnection;

  constructor(connect?: (hub: StreamHub) => StreamConnection) {
    this.connection = connect?.(this) ?? browserConnection(this);
  }

  get link(): Link {
    return this.current;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  listen(topics: readonly Topic[], handlers: Handlers): () => void {
    this.listeners.add(handlers);
    for (const topic of topics) this.count(topic, 1);
    return () => {
      this.listeners.delete(handlers);
      for (const topic of topics) this.count(topic, -1);
    };
  }

  event<Type extends EventType>(event: EventOf<Type>): void {
    for (const { event: by } of this.listeners)
      (by?.[event.type] as ((event: EventOf<Type>) => void) | undefined)?.(event);
  }

  snapshot(snapshot: Snapshot): void {
    for (const listener of this.listeners) listener.snapshot?.(snapshot);
  }

  anew(topic: Topic): void {
    for (const listener of this.listeners) listener.anew?.(topic);
  }

  told(link: Link): void {
    this.current = link;
    for (const watcher of this.watchers) watcher();
  }

  private count(topic: Topic, change: 1 | -1): void {
    const key = `${topic.kind}:${topic.name}`;
    const before = this.wanted.get(key) ?? 0;
    this.wanted.set(key, before + change);
    if (before === 0) this.connection.subscribe(topic);
    if (before + change === 0) this.connection.unsubscribe(topic);
  }
}

function browserConnection(hub: StreamHub): StreamConnection {
  return new StreamConnection(
    {
      event: (event) => hub.event(event),
      snapshot: (snapshot) => hub.snapshot(snapshot),
      anew: (topic) => hub.anew(topic),
      link: (state, since) => hub.told({ state, since }),
    },
    {
      open: (events) => {
        const socket = new WebSocket(`${window.location.origin.replace(/^http/, "ws")}${PATH}`);
        socket.onopen = () => events.opened();
        socket.onmessage = ({ data }) => events.heard(String(data));
        socket.onclose = ({ code }) => events.closed(code);
        return socket;
      },
      renew: () => fetch("/session/refresh", { method: "POST" }).catch(() => null),
      now: () => Date.now(),
      later: (milliseconds, action) => {
        const timer = setTimeout(action, milliseconds);
        return () => clearTimeout(timer);
      },
      random: () => Math.random(),
    },
  );
}

const HubContext = createContext<StreamHub | null>(null);

/** Opens the stream for everything below it. */
export function StreamProvider({ hub, children }: { hub?: StreamHub; children: ReactNode }) {
  const shared = useMemo(() => hub ?? new StreamHub(), [hub]);
  useEffect(() => {
    shared.connection.start();
    return () => shared.connection.stop();
  }, [shared]);
  return <HubContext value={shared}>{children}</HubContext>;
}

export function useStreamHub(): StreamHub {
  const hub = useContext(HubContext);
  if (hub === null) throw new Error("There is no StreamProvider above.");
  return hub;
}

/** How the line to the stream is. */
export function useLink(): Link {
  const hub = useStreamHub();
  return useSyncExternalStore(
    hub.watch,
    () => hub.link,
    () => START,
  );
}

/** Listens to topics as long as the component lives. `handlers` must be stable (`useMemo`). */
export function useStream(topics: readonly Topic[], handlers: Handlers): void {
  const hub = useStreamHub();
  const names = JSON.stringify(topics);
  useEffect(() => hub.listen(JSON.parse(names) as Topic[], handlers), [hub, names, handlers]);
}
