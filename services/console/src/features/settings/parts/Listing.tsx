/** What is read from the server, or why it is not there: being loaded, failed, or empty. */

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import css from "./parts.module.css";

interface ListingProps<T> {
  query: Pick<UseQueryResult<T[]>, "data" | "error" | "isFetching" | "refetch">;
  /** In place of no items. */
  empty: ReactNode;
  children: (items: readonly T[]) => ReactNode;
}

export function Listing<T>({ query, empty, children }: ListingProps<T>) {
  const { data, error, isFetching, refetch } = query;
  if (data) return data.length === 0 ? <div className={css.rows}>{empty}</div> : children(data);
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
  return <Skeleton kind="rows" count={4} />;
}
