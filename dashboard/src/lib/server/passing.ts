import "server-only";
import { cookies } from "next/headers";
import { backendUrl, type Service } from "./backends";
import { foreignOrigin, isForeign, problem } from "./problems";
import { accessToken, dropTokens, isSecure, keepTokens, refreshToken, renewed } from "./tokens";

/** Headers of a request that mean something to a service; cookies and addresses stay here. */
const PASSED_ON = [
  "accept",
  "accept-encoding",
  "accept-language",
  "content-type",
  "if-none-match",
  "x-request-id",
];
/** Headers of an answer that mean something to the browser; `fetch` has undone the encoding already. */
const PASSED_BACK = [
  "content-type",
  "content-disposition",
  "etag",
  "cache-control",
  "retry-after",
  "x-request-id",
];
const LARGEST_BODY = 1_000_000;

/** Passes a request on to a service with the session's token, renewing the token once where it has run out. */
export async function passOn(request: Request, service: Service, path: string): Promise<Response> {
  if (isForeign(request)) return foreignOrigin();
  const body = await request.arrayBuffer();
  if (body.byteLength > LARGEST_BODY) {
    return problem(413, "TOO_LARGE", "The request is larger than 1 MB.", "Send less at once.");
  }
  const target = `${backendUrl(service)}/${path}${new URL(request.url).search}`;
  try {
    return back(await withToken(request, (token) => send(request, target, body, token)));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const cure = "Look at the diagnostics page; the supervisor starts it again.";
    return problem(503, "SERVICE_DOWN", `The ${service} service does not answer.`, cure);
  }
}

async function withToken(
  request: Request,
  sent: (token: string | null) => Promise<Response>,
): Promise<Response> {
  const jar = await cookies();
  const [access, refresh] = [accessToken(jar), refreshToken(jar)];
  const answer = access !== null || refresh === null ? await sent(access) : null;
  if (refresh === null || (answer !== null && answer.status !== 401)) return answer ?? sent(null);
  const tokens = await renewed(refresh);
  if (tokens === null) {
    dropTokens(jar);
    return answer ?? sent(null);
  }
  keepTokens(jar, tokens, isSecure(request));
  return sent(tokens.access_token);
}

function send(request: Request, target: string, body: ArrayBuffer, token: string | null): Promise<Response> {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const { method } = request;
  const hasBody = method !== "GET" && method !== "HEAD" && body.byteLength > 0;
  return fetch(target, { method, headers, cache: "no-store", redirect: "manual", ...(hasBody && { body }) });
}

function back(answer: Response): Response {
  const headers = new Headers({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
