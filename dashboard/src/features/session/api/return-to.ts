const HERE = "http://dashboard.invalid";

/** Where to go after signing in: a path of this dashboard, or the start page where `wanted` is none. */
export function returnPath(wanted: string | null): string {
  if (wanted?.startsWith("/") !== true || !URL.canParse(wanted, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  // What the browser would read as another host (`//x`, `/\x`) is parsed as one here too.
  if (origin !== HERE || pathname.startsWith("//") || pathname.startsWith("/login")) return "/";
  return `${pathname}${search}${hash}`;
}

/** Address of the sign-in page that comes back to `path`. */
export function signInPath(path: string): string {
  const back = returnPath(path);
  return back === "/" ? "/login" : `/login?next=${encodeURIComponent(back)}`;
}
