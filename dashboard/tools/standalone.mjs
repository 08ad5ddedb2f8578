// `next build` leaves the static files out of the standalone folder; the server there must find them beside it.
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
await cp(`${root}.next/static`, `${root}.next/standalone/.next/static`, { recursive: true });
await cp(`${root}public`, `${root}.next/standalone/public`, { recursive: true });
