/** What a query brought, or what there is in its place: a skeleton, why it failed, and the old while the new is read. */

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import css from "./reports.module.css";

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  height?: number;
  children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ query, height = 320, children }: LoadedProps<Data>) {
  const { data, error, refetch, isPlaceholderData } = query;
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton kind="block" height={height} />;
  return (
    <div className={css.loaded} aria-busy={isPlaceholderData || undefined}>
      {children(data)}
    </div>
  );
}
