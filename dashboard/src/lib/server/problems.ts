import "server-only";

/** An error in the form the services use (RFC 9457), for what goes wrong in this server itself. */
export function problem(status: number, code: string, detail: string, cure: string): Response {
  const type = `urn:usdcop:${code.toLowerCase().replaceAll("_", "-")}`;
  const body = { type, title: code, status, detail, code, cure, request_id: crypto.randomUUID(), errors: [] };
  return Response.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** A page of another origin must not write with this user's cookie. */
export function isForeign(request: Request): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  if (origin === null) return request.headers.get("sec-fetch-site") === "cross-site";
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

export const foreignOrigin = () =>
  problem(403, "ORIGIN", "This request comes from another page.", "Use the dashboard's own address.");
