import type { components } from "./types/trading";

type Problem = components["schemas"]["Problem"];

/** What a service refused or could not do: the sentence, its cure, and the code to act upon. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly cure: string | null,
    readonly requestId: string | null = null,
    readonly fields: readonly { field: string; message: string }[] = [],
    /** Seconds until the service takes the next request; null where it did not say. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  /** The service, or the way to it, is away: what was shown before may be old, and trying again may help. */
  get isOutage(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** A {@link ProblemError} of whatever came instead of an answer. */
export function problemFrom(status: number, body: unknown, retryAfter: string | null = null): ProblemError {
  const wait = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  if (isProblem(body))
    return new ProblemError(status, body.code, body.detail, body.cure, body.request_id, body.errors, wait);
  return new ProblemError(status, "UNREADABLE", `The answer (${status}) cannot be read.`, null);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

interface Answer<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/**
 * The data of a call of a generated client.
 *
 * @throws ProblemError where the service refused, or does not answer (status 0).
 */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(0, "UNREACHABLE", "The dashboard's server does not answer.", null);
  }
  if (!answer.response.ok) {
    const wait = answer.response.headers.get("retry-after");
    throw problemFrom(answer.response.status, answer.error, wait);
  }
  return answer.data as Data;
}
