"use client";

import { useEffect } from "react";

/** Registers the service worker of the product; in development files change under their names, and it would keep old ones. */
export function ServiceWorker() {
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    // Without it everything works, but for the page shown while the server is away.
    navigator.serviceWorker.register("/sw.js").catch((error: unknown) => console.warn(error));
  }, []);
  return null;
}
