"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SkeletonRows } from "./skeleton";
import { ErrorState, StaleNotice } from "./states";

interface Props<Data> {
  query: Pick<UseQueryResult<Data>, "data" | "error" | "dataUpdatedAt"> & { refetch: () => unknown };
  children: (data: Data) => ReactNode;
  skeleton?: ReactNode;
  /** What is shown instead where the answer has nothing in it. */
  empty?: { when: (data: Data) => boolean; show: ReactNode };
}

/** The four faces of an answer: loading, failed, empty, there; data that could not be renewed say since when. */
export function QueryView<Data>({ query, children, skeleton, empty }: Props<Data>) {
  const { data, error } = query;
  if (data === undefined) {
    return error === null ? (
      (skeleton ?? <SkeletonRows />)
    ) : (
      <ErrorState error={error} retry={() => query.refetch()} />
    );
  }
  return (
    <>
      {error !== null && <StaleNotice since={query.dataUpdatedAt} error={error} />}
      {empty?.when(data) === true ? empty.show : children(data)}
    </>
  );
}
