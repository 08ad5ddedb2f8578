import { cookies } from "next/headers";
import { foreignOrigin, isForeign, problem } from "@/lib/server/problems";
import { dropTokens, isSecure, keepTokens, refreshToken, renewed } from "@/lib/server/tokens";

/** New tokens before the old ones run out: the stream closes with its token, and asks here before it connects again. */
export async function POST(request: Request): Promise<Response> {
  if (isForeign(request)) return foreignOrigin();
  const jar = await cookies();
  const token = refreshToken(jar);
  const tokens = token === null ? null : await renewed(token).catch(() => undefined);
  if (tokens === undefined) {
    return problem(503, "SERVICE_DOWN", "The trading service does not answer.", "Try again in a moment.");
  }
  if (tokens === null) {
    dropTokens(jar);
    return problem(401, "UNAUTHENTICATED", "Nobody is signed in.", "Sign in.");
  }
  keepTokens(jar, tokens, isSecure(request));
  return Response.json({ expires_in: tokens.expires_in });
}
