/**
 * What a query brought, or what there is in its place: a skeleton, or why it failed. The old stays while the new is
 * read, and where it could not be.
 */

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ProblemError } from "@/shared/api/problems";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import css from "./reports.module.css";

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  height?: number;
  children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ query, height = 320, children }: LoadedProps<Data>) {
  const { data, error, refetch, isFetching, isPlaceholderData } = query;
  const isForbidden = error instanceof ProblemError && error.status === 403;
  if (error && (data === undefined || isForbidden)) {
    return <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
  }
  if (data === undefined) return <Skeleton kind="block" height={height} />;
  return (
    <div className={css.loaded} aria-busy={isPlaceholderData || undefined}>
      {error && <Old query={query} error={error} />}
      {children(data)}
    </div>
  );
}

/** Of when the figures are, as newer ones could not be read. */
function Old({ query, error }: { query: UseQueryResult<unknown>; error: Error }) {
  const t = useTranslations("reports");
  const shared = useTranslations("shared");
  const format = useFormat();
  const words = useProblemWords();
  return (
    <Banner
      tone="warning"
      live
      title={t("old", { time: format.time(query.dataUpdatedAt) })}
      action={
        <Button size="small" onClick={() => void query.refetch()} busy={query.isFetching}>
          {shared("retry")}
        </Button>
      }
    >
      {words(error)}
    </Banner>
  );
}
