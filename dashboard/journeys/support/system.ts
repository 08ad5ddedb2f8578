import { readFile } from "node:fs/promises";

/** What the journeys are told by whoever started the system. */
function told(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set: run the journeys with 'make journeys'.`);
  }
  return value;
}

export const URL_OF_DESK = told("JOURNEY_URL");
export const HOME = told("JOURNEY_HOME");
export const USER = told("JOURNEY_USER");
export const PASSWORD = told("JOURNEY_PASSWORD");
export const CHROMIUM = told("CHROMIUM");

interface Row {
  readonly name: string;
  readonly pid: number | null;
  readonly state: string;
  readonly restarts: number;
}

/** The processes, as their supervisor last wrote them. */
export async function processes(): Promise<Row[]> {
  const text = await readFile(`${HOME}/supervisor.json`, "utf8");
  return (JSON.parse(text) as { rows: Row[] }).rows;
}

/** Kills the process `name` as a crash would; the supervisor starts it again. */
export async function kill(name: string): Promise<void> {
  process.kill(await pidOf(name), "SIGKILL");
}

/** Waits until every process answers. */
export async function allReady(): Promise<void> {
  for (;;) {
    const rows = await processes();
    if (rows.every(({ state }) => state === "ready")) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function pidOf(name: string): Promise<number> {
  const pid = (await processes()).find((row) => row.name === name)?.pid;
  if (pid == null) throw new Error(`${name} does not run.`);
  return pid;
}
