import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import {
  PathnameContext,
  SearchParamsContext,
} from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { type ReactNode, useEffect, useMemo, useState } from "react";

/** The address of the page as Next keeps it: its hooks follow the router and `history.replaceState`. */
export function TestLocation({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(() => window.location.href);
  const router = useMemo(() => {
    const go = (href: string) => window.history.replaceState(null, "", href);
    const nothing = () => undefined;
    return {
      push: go,
      replace: go,
      back: nothing,
      forward: nothing,
      refresh: nothing,
      prefetch: nothing,
      bfcacheId: "",
    };
  }, []);
  useEffect(() => {
    const { history } = window;
    const pushState = history.pushState.bind(history);
    const replaceState = history.replaceState.bind(history);
    type Change = typeof replaceState;
    const followed =
      (change: Change): Change =>
      (...given) => {
        change(...given);
        setAddress(window.location.href);
      };
    Object.assign(history, { pushState: followed(pushState), replaceState: followed(replaceState) });
    return () => {
      Object.assign(history, { pushState, replaceState });
      window.history.replaceState(null, "", "/");
    };
  }, []);
  const { pathname, searchParams } = useMemo(() => new URL(address), [address]);
  return (
    <AppRouterContext value={router}>
      <PathnameContext value={pathname}>
        <SearchParamsContext value={searchParams}>{children}</SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  );
}
