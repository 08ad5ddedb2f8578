import type { components } from "@/lib/api/types/orchestrator";

export type Examination = components["schemas"]["Examination"];
export type Finding = components["schemas"]["ComponentHealth"];

const ORDER: readonly Finding["status"][] = ["down", "degraded", "ok"];

/** Findings with the gravest first; those of one gravity stay as the doctor told them. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

/** The examination as plain text, to be sent to whoever mends it. */
export function asText({ symbol, data_kind, timestamp, status, findings }: Examination): string {
  const width = Math.max(...findings.map(({ name }) => name.length), 0);
  const lines = bySeverity(findings).flatMap(({ name, status: how, cause, next_step }) => [
    `${how.padEnd(8)} ${name.padEnd(width)}  ${cause ?? ""}`.trimEnd(),
    ...(next_step === null ? [] : [`${" ".repeat(9 + width)}  → ${next_step}`]),
  ]);
  return [
    `usdcop doctor: ${status}`,
    `${symbol}, ${data_kind} data, market time ${timestamp}`,
    "",
    ...lines,
  ].join("\n");
}

/** The id of the request that a line of the log is about; null where it names none. */
export function requestIdOf(line: string): string | null {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== "object" || parsed === null) return null;
    const id = (parsed as Record<string, unknown>).request_id;
    return typeof id === "string" ? id : null;
  } catch {
    return null; // Not every line of a log is JSON.
  }
}

/** A line of the log, its fields one below the other where it is JSON. */
export function readable(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), null, 2);
  } catch {
    return line;
  }
}
