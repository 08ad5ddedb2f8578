import { cookies } from "next/headers";
import { backendUrl } from "@/lib/server/backends";
import { passOn } from "@/lib/server/passing";
import { foreignOrigin, isForeign, problem } from "@/lib/server/problems";
import { accessToken, dropTokens, isSecure, keepTokens, type TokenAnswer } from "@/lib/server/tokens";

/** Who is signed in; null where nobody is, which is an answer and no error. */
export async function GET(request: Request): Promise<Response> {
  const answer = await passOn(request, "trading", "api/auth/me");
  if (answer.status !== 401) return answer;
  return Response.json(null, { headers: { "Cache-Control": "no-store" } });
}

/** Signs in with `username` and `password`; the tokens go into cookies and nowhere else. */
export async function POST(request: Request): Promise<Response> {
  if (isForeign(request)) return foreignOrigin();
  const form = new URLSearchParams();
  const said = ((await request.json().catch(() => null)) ?? {}) as Record<string, unknown>;
  for (const name of ["username", "password"])
    form.set(name, typeof said[name] === "string" ? said[name] : "");
  const answer = await fetch(`${backendUrl("trading")}/api/auth/token`, {
    method: "POST",
    body: form,
    cache: "no-store",
  }).catch(() =>
    problem(
      503,
      "SERVICE_DOWN",
      "The trading service does not answer.",
      "Wait until it is up again, then sign in.",
    ),
  );
  if (!answer.ok) return new Response(answer.body, { status: answer.status, headers: kept(answer) });
  const tokens = (await answer.json()) as TokenAnswer;
  keepTokens(await cookies(), tokens, isSecure(request));
  return Response.json({ name: tokens.user, roles: tokens.roles });
}

/** Signs out: the sign-in is revoked at the service, and the cookies go. */
export async function DELETE(request: Request): Promise<Response> {
  if (isForeign(request)) return foreignOrigin();
  const jar = await cookies();
  const token = accessToken(jar);
  const headers = { Authorization: `Bearer ${token ?? ""}` };
  const revoked =
    token === null ||
    (await fetch(`${backendUrl("trading")}/api/auth/logout`, { method: "POST", headers }).then(
      (answer) => answer.ok || answer.status === 401,
      () => false,
    ));
  dropTokens(jar);
  return Response.json({ revoked });
}

function kept(answer: Response): Headers {
  const headers = new Headers({ "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  const wait = answer.headers.get("retry-after");
  if (wait !== null) headers.set("Retry-After", wait);
  return headers;
}
