import { passOn } from "@/lib/server/passing";

const PARTS = {
  status: "api/pipeline/status",
  health: "api/pipeline/health",
  runs: "api/pipeline/runs",
} as const;

/** What the first page shows, in one answer: each part as the pipeline service says it, or its error. */
export async function GET(request: Request): Promise<Response> {
  const parts = await Promise.all(
    Object.entries(PARTS).map(async ([name, path]) => {
      const answer = await passOn(request, "pipeline", path);
      const body: unknown = await answer.json().catch(() => null);
      return [name, answer.ok ? { data: body, error: null } : { data: null, error: body }] as const;
    }),
  );
  const failed = parts.every(([, { error }]) => error !== null);
  return Response.json(Object.fromEntries(parts), { status: failed ? 503 : 200 });
}
