// Loaded into the server before anything else (`node --import`), where `usdcop up` starts it: the server ends with
// the process that started it, however that one ends, and can be told from other servers by its words.

const GRACE_MS = 1_500;
const LOOK_MS = 500;

// Next.js calls its process "next-server"; the words it was started with say more, and say whose it is.
Object.defineProperty(process, "title", { get: () => "usdcop dashboard", set: () => undefined });

const at = process.argv.indexOf("--parent");
const parent = at < 0 ? null : Number(process.argv[at + 1]);
if (parent !== null) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, LOOK_MS).unref();
}

// An open stream must not hold up an end that was asked for.
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => setTimeout(() => process.exit(0), GRACE_MS).unref());
}
