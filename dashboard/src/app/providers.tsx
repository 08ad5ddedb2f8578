"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Tooltip } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { usePreferences } from "@/lib/preferences/store";
import { createQueryClient } from "@/lib/query/client";
import { StreamProvider } from "@/lib/stream/provider";

// Nothing is to be said before somebody has done something.
const Toasts = dynamic(() => import("@/components/ui/toasts").then((file) => file.Toasts), { ssr: false });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  useEffect(() => void usePreferences.persist.rehydrate(), []);
  return (
    <QueryClientProvider client={client}>
      <StreamProvider>
        <Tooltip.Provider delayDuration={250}>{children}</Tooltip.Provider>
        <Toasts />
      </StreamProvider>
    </QueryClientProvider>
  );
}
