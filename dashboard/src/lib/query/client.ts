import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/lib/api/problem";

const ATTEMPTS = 2;

/** One cache of what the services said. Refusals are final; an outage is tried again, then shown. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < ATTEMPTS && error instanceof ProblemError && error.isOutage,
        retryDelay: (failures) => 500 * 2 ** failures,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
