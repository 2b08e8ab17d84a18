/** What an automation has done lately, and what it could not do. */

import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { Row, Rows } from "../parts/Rows";
import { type Automation, type Run, useRuns } from "./data";

const TONES: Record<Run["status"], BadgeTone> = { done: "accent", failed: "danger", skipped: "warning" };

export function RunsDrawer({ automation, onClose }: { automation: Automation; onClose: () => void }) {
  const t = useTranslations("settingsAutomations");
  const shared = useTranslations("shared");
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRuns(
    automation.id,
  );
  const runs = data?.pages.flatMap(({ items }) => items);
  const textOf = (run: Run) => {
    if (run.status === "skipped") return t("runs.rate");
    if (run.status !== "failed") return undefined;
    const place = run.action === null ? "" : t("runs.action", { number: run.action + 1 });
    return [place, run.error && t("runs.error", { code: run.error })].filter(Boolean).join(" · ");
  };
  return (
    <Drawer open size="large" title={t("runs.title", { name: automation.name })} onClose={onClose}>
      {!runs && error && (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} compact />
      )}
      {!runs && !error && <Skeleton kind="rows" count={5} />}
      {runs?.length === 0 && (
        <Empty icon={History} title={t("runs.none")} text={t("runs.noneText")} compact />
      )}
      {runs && runs.length > 0 && (
        <Rows label={t("runs.title", { name: automation.name })}>
          {runs.map((run) => (
            <Row
              key={run.id}
              title={
                <Link to="/inbox/{-$ticketId}" params={{ ticketId: run.ticketId }}>
                  {t("runs.ticket")}
                </Link>
              }
              badges={<Badge tone={TONES[run.status]}>{t(`runs.${run.status}`)}</Badge>}
              text={textOf(run)}
              actions={<Time at={run.at} kind="dateTime" />}
            />
          ))}
        </Rows>
      )}
      {hasNextPage && (
        <Button block busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {shared("ui.more")}
        </Button>
      )}
    </Drawer>
  );
}
