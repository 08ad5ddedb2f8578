import { backendUrl, SERVICES } from "@/lib/server/backends";

const PATIENCE_MS = 3_000;

/** How every service is, in one answer; 503 where one of them cannot serve. */
export async function GET(): Promise<Response> {
  const services = await Promise.all(
    SERVICES.map(async (name) => ({ name, ...(await health(backendUrl(name))) })),
  );
  const well = services.every(({ status }) => status !== "down");
  const degraded = services.some(({ status }) => status !== "ok");
  const status = well ? (degraded ? "degraded" : "ok") : "down";
  return Response.json({ status, time: new Date().toISOString(), services }, { status: well ? 200 : 503 });
}

async function health(url: string): Promise<{ status: string; health: unknown }> {
  try {
    const answer = await fetch(`${url}/health`, {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = (await answer.json()) as { status?: string };
    return { status: answer.ok ? (body.status ?? "ok") : "down", health: body };
  } catch (error) {
    return { status: "down", health: { cause: error instanceof Error ? error.message : String(error) } };
  }
}
