import { messageFrom, type ServerMessage, type Snapshot, type StreamEvent } from "./messages";
import { judge, type Place, placeOf } from "./place";

export type LinkState = "connecting" | "live" | "reconnecting" | "offline";

/** What a subscriber is told. Events of a topic come once and in order; `anew` says that some were missed: read again by REST. */
export interface Listener {
  event(event: StreamEvent): void;
  snapshot(snapshot: Snapshot): void;
  anew(topic: Topic): void;
  link(state: LinkState, since: number): void;
}

export interface Topic {
  readonly kind: "symbols" | "accounts";
  readonly name: string;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

/** What a socket reports to whoever opened it. */
export interface SocketEvents {
  opened(): void;
  heard(text: string): void;
  closed(code: number): void;
}

export interface Surroundings {
  open(events: SocketEvents): Socket;
  /** Renews the session's token, so that the next socket opens with a new one. */
  renew(): Promise<unknown>;
  now(): number;
  later(milliseconds: number, action: () => void): () => void;
  random(): number;
}

const TOKEN_REFUSED = 4401;
/** Code of a line that ended without a word. */
const SILENT = 1006;
const SHORTEST_MS = 250;
const LONGEST_MS = 10_000;
/** The server beats every 30 s; three missed beats mean a dead line that the browser has not noticed. */
const SILENCE_MS = 95_000;

/** One socket for the whole page: subscriptions, resumption without a seam, reconnection with a visible state. */
export class StreamConnection {
  private socket: Socket | null = null;
  private readonly places = new Map<string, Place | null>();
  private readonly topics = new Map<string, Topic>();
  private failures = 0;
  /** Since when there is no line; null while there is one. */
  private lostAt: number | null = null;
  private open = false;
  private stopWaiting: (() => void) | null = null;
  private stopWatching: (() => void) | null = null;
  private stopped = true;

  constructor(
    private readonly listener: Listener,
    private readonly around: Surroundings,
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.tell("connecting");
    // Not at once: what is mounted twice in development would open a socket only to cut it off.
    this.stopWaiting = this.around.later(0, () => this.connect());
  }

  stop(): void {
    this.stopped = true;
    this.stopWaiting?.();
    this.stopWatching?.();
    this.socket?.close();
    this.socket = null;
    this.open = false;
  }

  subscribe(topic: Topic): void {
    const key = keyOf(topic);
    if (this.topics.has(key)) return;
    this.topics.set(key, topic);
    this.places.set(key, null);
    if (this.open) this.ask(topic);
  }

  unsubscribe(topic: Topic): void {
    if (!this.topics.delete(keyOf(topic))) return;
    this.places.delete(keyOf(topic));
    if (this.open) this.say({ action: "unsubscribe", [topic.kind]: [topic.name] });
  }

  /** Opens the socket anew, with the cookies of now: after signing in or out. */
  reconnect(): void {
    if (this.stopped) return;
    this.stopWaiting?.();
    this.stopWatching?.();
    const before = this.socket;
    this.socket = null;
    this.open = false;
    before?.close();
    this.connect();
  }

  private connect(): void {
    // Only the newest socket counts: one that was given up may still report its end.
    const line = { socket: null as Socket | null };
    const mine = () => line.socket === this.socket && line.socket !== null;
    line.socket = this.around.open({
      opened: () => mine() && this.opened(),
      heard: (text) => mine() && this.heard(messageFrom(text)),
      closed: (code) => mine() && void this.lost(code),
    });
    this.socket = line.socket;
  }

  private opened(): void {
    this.open = true;
    this.lostAt = null;
    this.tell("live");
    this.watchSilence();
    for (const topic of this.topics.values()) this.ask(topic);
  }

  private async lost(code: number): Promise<void> {
    this.socket = null;
    this.open = false;
    this.stopWatching?.();
    if (this.stopped) return;
    this.failures += 1;
    this.lostAt ??= this.around.now();
    this.tell(this.failures > 3 ? "offline" : "reconnecting");
    if (code === TOKEN_REFUSED) await this.around.renew();
    if (this.hasMovedOn()) return;
    // Full jitter: all pages of a restarted server must not knock at once.
    const most = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.failures);
    this.stopWaiting?.();
    this.stopWaiting = this.around.later(SHORTEST_MS + this.around.random() * most, () => this.connect());
  }

  /** Stopped, or opened anew, while the token was renewed. */
  private hasMovedOn(): boolean {
    return this.stopped || this.socket !== null;
  }

  private ask(topic: Topic): void {
    const place = this.places.get(keyOf(topic));
    this.say({ action: "subscribe", [topic.kind]: [topic.name], ...(place && { resume_from: place }) });
  }

  private say(message: object): void {
    this.socket?.send(JSON.stringify(message));
  }

  private heard(message: ServerMessage | null): void {
    this.watchSilence();
    if (message === null) return;
    // A server that opens only to refuse must not be asked again as if all were well.
    if (message.type !== "error") this.failures = 0;
    switch (message.type) {
      case "heartbeat":
        return this.say({ action: "pong" });
      case "snapshot":
        return this.taken(message);
      case "gap":
        return this.listener.anew(topicOf(message));
      case "ack":
      case "error":
        return;
      default:
        return this.happened(message);
    }
  }

  private taken(snapshot: Snapshot): void {
    this.places.set(keyOf(topicOf(snapshot)), placeOf(snapshot));
    this.listener.snapshot(snapshot);
  }

  private happened(event: StreamEvent): void {
    const topic = topicOf(event);
    const key = keyOf(topic);
    if (!this.topics.has(key)) return;
    const verdict = judge(this.places.get(key) ?? null, event);
    if (verdict === "seen") return;
    if (verdict === "hole") this.listener.anew(topic);
    this.places.set(key, { epoch: event.epoch, seq: event.seq });
    this.listener.event(event);
  }

  /** A line that stays silent longer than the heartbeat allows is dead, whatever the browser thinks. */
  private watchSilence(): void {
    this.stopWatching?.();
    this.stopWatching = this.around.later(SILENCE_MS, () => {
      const dead = this.socket;
      // Its own report of the end could take minutes.
      void this.lost(SILENT);
      dead?.close();
    });
  }

  private tell(state: LinkState): void {
    this.listener.link(state, this.lostAt ?? this.around.now());
  }
}

function keyOf({ kind, name }: Topic): string {
  return `${kind}:${name}`;
}

function topicOf(message: { symbol?: string; account?: string }): Topic {
  return message.account === undefined
    ? { kind: "symbols", name: message.symbol ?? "" }
    : { kind: "accounts", name: message.account };
}
