import type { ExternalToast } from "sonner";

/** A short note that comes and goes. The library is fetched with the first one: no page waits for it. */
const note =
  (kind: "success" | "warning" | "error") =>
  (text: string, options?: ExternalToast): void =>
    void import("sonner").then(({ toast }) => toast[kind](text, options));

export const toast = { success: note("success"), warning: note("warning"), error: note("error") };
