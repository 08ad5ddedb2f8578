import { beforeEach, describe, expect, test } from "vitest";
import { type Listener, type Socket, type SocketEvents, StreamConnection, type Topic } from "./connection";

const PESO: Topic = { kind: "symbols", name: "USDCOP" };
const MAIN: Topic = { kind: "accounts", name: "main" };

/** Time that passes when the test says so, and sockets that do what the test says. */
class Around {
  at = 0;
  readonly sockets: Line[] = [];
  readonly renewals: (() => void)[] = [];
  private readonly timers = new Set<{ due: number; action: () => void }>();
  random = () => 0;
  now = () => this.at;
  open = (events: SocketEvents): Socket => {
    const line = new Line(events);
    this.sockets.push(line);
    return line;
  };
  renew = () => new Promise<void>((resolve) => this.renewals.push(resolve));
  later = (milliseconds: number, action: () => void) => {
    const timer = { due: this.at + milliseconds, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };
  pass(milliseconds: number): void {
    this.at += milliseconds;
    for (const timer of [...this.timers].filter(({ due }) => due <= this.at)) {
      this.timers.delete(timer);
      timer.action();
    }
  }
  get waiting(): number {
    return this.timers.size;
  }
  get line(): Line {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error("No socket was opened.");
    return last;
  }
}

class Line implements Socket {
  readonly sent: unknown[] = [];
  closed = false;
  constructor(private readonly events: SocketEvents) {}
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  opens = () => this.events.opened();
  says = (message: object | string) =>
    this.events.heard(typeof message === "string" ? message : JSON.stringify(message));
  ends = (code = 1006) => this.events.closed(code);
}

let around: Around;
let told: string[];
let connection: StreamConnection;

beforeEach(() => {
  around = new Around();
  told = [];
  const listener: Listener = {
    event: ({ type, seq }) => told.push(`${type} ${seq}`),
    snapshot: ({ seq }) => told.push(`snapshot ${String(seq)}`),
    anew: ({ name }) => told.push(`anew ${name}`),
    link: (state, since) => told.push(`${state} since ${since}`),
  };
  connection = new StreamConnection(listener, around);
});

function begin(...topics: Topic[]): Line {
  for (const topic of topics) connection.subscribe(topic);
  connection.start();
  around.pass(0);
  around.line.opens();
  return around.line;
}

const bar = (seq: number, more: object = {}) => ({ type: "bar", symbol: "USDCOP", epoch: 1, seq, ...more });
const snapshot = (seq: number | null) => ({
  type: "snapshot",
  symbol: "USDCOP",
  epoch: seq && 1,
  seq,
  data: {},
});
const links = () => told.filter((one) => one.includes("since"));
const news = () => told.filter((one) => !one.includes("since"));

describe("subscribing", () => {
  test("waits for the line, then asks for each topic once", () => {
    const line = begin(PESO, PESO, MAIN);
    expect(line.sent).toEqual([
      { action: "subscribe", symbols: ["USDCOP"] },
      { action: "subscribe", accounts: ["main"] },
    ]);
    expect(links()).toEqual(["connecting since 0", "live since 0"]);
  });

  test("goes at once on an open line, and ends with it", () => {
    const line = begin();
    connection.subscribe(PESO);
    connection.unsubscribe(PESO);
    connection.unsubscribe(PESO);
    expect(line.sent).toEqual([
      { action: "subscribe", symbols: ["USDCOP"] },
      { action: "unsubscribe", symbols: ["USDCOP"] },
    ]);
    line.says(bar(1));
    expect(news()).toEqual([]);
  });
});

describe("events", () => {
  test("come once and in order after the snapshot", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    for (const seq of [11, 11, 10, 12]) line.says(bar(seq));
    expect(news()).toEqual(["snapshot 10", "bar 11", "bar 12"]);
  });

  test("of which some are missing are told as a hole, and go on after it", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    line.says(bar(13));
    line.says(bar(14));
    expect(news()).toEqual(["snapshot 10", "anew USDCOP", "bar 13", "bar 14"]);
  });

  test("of which a slow line skipped ticks are no hole", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    line.says(bar(15, { skipped_from: 11 }));
    expect(news()).toEqual(["snapshot 10", "bar 15"]);
  });

  test("of a new epoch after a loss are read anew", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    line.says(bar(1, { epoch: 2 }));
    expect(news()).toEqual(["snapshot 10", "anew USDCOP", "bar 1"]);
  });

  test("that the server cannot give any more come as a gap and a snapshot", () => {
    const line = begin(PESO);
    line.says({ type: "gap", symbol: "USDCOP", seen: { epoch: 1, seq: 3 }, now: { epoch: 1, seq: 90 } });
    line.says(snapshot(90));
    line.says(bar(91));
    expect(news()).toEqual(["anew USDCOP", "snapshot 90", "bar 91"]);
  });

  test("that are no messages are passed over", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    for (const odd of ["", "{", "null", "7", '{"a":1}']) line.says(odd);
    line.says(bar(11));
    expect(news()).toEqual(["snapshot 10", "bar 11"]);
  });
});

describe("a line that breaks", () => {
  test("is opened again and goes on after the last event", () => {
    const line = begin(PESO);
    line.says(snapshot(10));
    line.says(bar(11));
    around.at = 500;
    line.ends();
    around.pass(249);
    expect(around.sockets).toHaveLength(1);
    around.pass(1);
    around.line.opens();
    expect(around.line.sent).toEqual([
      { action: "subscribe", symbols: ["USDCOP"], resume_from: { epoch: 1, seq: 11 } },
    ]);
    expect(links().slice(2)).toEqual(["reconnecting since 500", "live since 750"]);
  });

  test("is knocked at ever more slowly, and said to be away since it broke", () => {
    around.random = () => 1;
    begin(PESO).ends();
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure += 1) {
      const opened = around.sockets.length;
      const from = around.at;
      while (around.sockets.length === opened) around.pass(250);
      waits.push(around.at - from);
      around.line.ends();
    }
    expect(waits).toEqual([750, 1_250, 2_250, 4_250, 8_250, 10_250, 10_250]);
    expect(links().at(-1)).toBe("offline since 0");
  });

  test("is not asked faster by a server that opens only to refuse", () => {
    around.random = () => 1;
    const line = begin(PESO);
    line.says({ type: "error", code: "RATE_LIMIT_EXCEEDED", message: "Too many." });
    line.ends(4429);
    around.pass(750);
    around.line.opens();
    around.line.ends(4429);
    around.pass(750);
    expect(around.sockets).toHaveLength(2);
    around.pass(500);
    expect(around.sockets).toHaveLength(3);
  });

  test("of which nothing was heard for longer than three beats is given up", () => {
    const line = begin(PESO);
    around.pass(90_000);
    line.says({ type: "heartbeat" });
    expect(line.sent.at(-1)).toEqual({ action: "pong" });
    around.pass(94_999);
    expect(line.closed).toBe(false);
    around.pass(1);
    expect(line.closed).toBe(true);
    expect(links().at(-1)).toBe("reconnecting since 185000");
    around.pass(250);
    expect(around.sockets).toHaveLength(2);
    line.ends();
    expect(links()).toHaveLength(3);
  });
});

describe("a token that is refused", () => {
  test("is renewed before the line is opened again", async () => {
    begin(PESO, MAIN).ends(4401);
    around.pass(60_000);
    expect(around.sockets).toHaveLength(1);
    around.renewals[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    around.pass(250);
    around.line.opens();
    expect(around.line.sent).toHaveLength(2);
  });

  test("does not open a line that was stopped, or opened anew, meanwhile", async () => {
    begin(PESO).ends(4401);
    connection.reconnect();
    around.renewals[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    around.pass(60_000);
    expect(around.sockets).toHaveLength(2);
  });
});

test("opened anew with new cookies, it goes on where it was and nobody is told of a break", () => {
  const line = begin(PESO);
  line.says(snapshot(10));
  connection.reconnect();
  expect(line.closed).toBe(true);
  line.says(bar(11));
  line.ends();
  around.line.opens();
  expect(around.line.sent).toEqual([
    { action: "subscribe", symbols: ["USDCOP"], resume_from: { epoch: 1, seq: 10 } },
  ]);
  expect(links().every((one) => one.startsWith("connecting") || one.startsWith("live"))).toBe(true);
});

describe("stopped", () => {
  test("it closes the line, waits for nothing, and says nothing more", () => {
    const line = begin(PESO);
    connection.stop();
    expect(line.closed).toBe(true);
    line.ends();
    expect(around.waiting).toBe(0);
    connection.reconnect();
    expect(around.sockets).toHaveLength(1);
  });

  test("before it began, it opens no line; started again, it does", () => {
    connection.start();
    connection.stop();
    around.pass(10_000);
    expect(around.sockets).toHaveLength(0);
    connection.start();
    connection.start();
    around.pass(0);
    expect(around.sockets).toHaveLength(1);
  });
});
