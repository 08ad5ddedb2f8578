// `next build` leaves the static files out of the standalone folder; the server there must find them beside it.
import { cp } from "node:fs/promises";

const root = new URL("..", import.meta.url).pathname;
await cp(`${root}.next/static`, `${root}.next/standalone/.next/static`, { recursive: true });
await cp(`${root}public`, `${root}.next/standalone/public`, { recursive: true });
