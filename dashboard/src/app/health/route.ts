import { isBuiltAnew } from "@/lib/server/build";

const HEADERS = { "Cache-Control": "no-store" };

/** Whether this server itself serves, as the supervisor asks it; `/api/health` asks the services behind it as well. */
export async function GET(): Promise<Response> {
  if (!(await isBuiltAnew())) return Response.json({ status: "ok" }, { headers: HEADERS });
  const cause = "The dashboard was built anew under this server: parts of its pages are gone.";
  const next_step = "Start the dashboard again: `usdcop down`, then `usdcop up`.";
  return Response.json({ status: "down", cause, next_step }, { status: 503, headers: HEADERS });
}

export const dynamic = "force-dynamic";
