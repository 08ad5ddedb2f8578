/** Whether this server itself serves, as the supervisor asks it; `/api/health` asks the services behind it as well. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}

export const dynamic = "force-dynamic";
