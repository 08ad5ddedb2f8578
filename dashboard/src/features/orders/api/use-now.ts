"use client";

import { useEffect, useState } from "react";

/** The time of this machine, milliseconds since 1970, renewed every `interval` milliseconds. For ages, never for market time. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
