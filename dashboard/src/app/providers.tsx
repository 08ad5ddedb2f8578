"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { Toasts } from "@/components/ui/toasts";
import { usePreferences } from "@/lib/preferences/store";
import { createQueryClient } from "@/lib/query/client";
import { StreamProvider } from "@/lib/stream/provider";

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
