import { QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { createQueryClient } from "@/lib/query/client";
import { StreamConnection } from "@/lib/stream/connection";
import { StreamHub, StreamProvider } from "@/lib/stream/provider";
import analytics from "../../messages/en/analytics.json";
import common from "../../messages/en/common.json";
import compliance from "../../messages/en/compliance.json";
import diagnostics from "../../messages/en/diagnostics.json";
import market from "../../messages/en/market.json";
import orders from "../../messages/en/orders.json";
import pipeline from "../../messages/en/pipeline.json";
import research from "../../messages/en/research.json";
import session from "../../messages/en/session.json";
import { TestLocation } from "./location";

const messages = { analytics, common, compliance, diagnostics, market, orders, pipeline, research, session };

/** A stream that only says what the test says: `hub.event(…)`, `hub.snapshot(…)`. */
export function quietHub(): StreamHub {
  const silent = { send: () => undefined, close: () => undefined };
  return new StreamHub(
    (hub) =>
      new StreamConnection(
        {
          event: (event) => hub.event(event),
          snapshot: (one) => hub.snapshot(one),
          anew: (topic) => hub.anew(topic),
          link: (state, since) => hub.told({ state, since }),
        },
        {
          open: () => silent,
          renew: () => Promise.resolve(false),
          now: () => 0,
          later: () => () => undefined,
          random: () => 0,
        },
      ),
  );
}

/** Draws a component with everything a page gives it: messages, address, cache, stream, hints. */
export function renderPage(children: ReactNode, hub = quietHub()): RenderResult & { hub: StreamHub } {
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  const result = render(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="America/Bogota">
      <QueryClientProvider client={client}>
        <StreamProvider hub={hub}>
          <TestLocation>
            <Tooltip.Provider>{children}</Tooltip.Provider>
          </TestLocation>
        </StreamProvider>
      </QueryClientProvider>
    </NextIntlClientProvider>,
  );
  return { ...result, hub };
}
