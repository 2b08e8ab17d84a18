/** What was delivered to a webhook, what waits, and what failed and why; each can be delivered again. */

import { Inbox, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Tabs } from "@/shared/ui/Tabs";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { Row, Rows } from "../parts/Rows";
import { type Delivery, type DeliveryStatus, redeliver, useDeliveries, type Webhook } from "./data";
import css from "./webhooks.module.css";

const TONES: Record<DeliveryStatus, BadgeTone> = {
  waiting: "info",
  delivered: "accent",
  failed: "danger",
  dropped: "warning",
};
const FILTERS = ["all", "waiting", "delivered", "failed", "dropped"] as const;

export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useTranslations("settingsWebhooks");
  const shared = useTranslations("shared");
  const words = useProblemWords();
  const mayWrite = useMay("webhooks:write");
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>("all");
  const query = useDeliveries(webhook.id, filter === "all" ? undefined : filter);
  const [busy, setBusy] = useState<string>();
  const deliveries = query.data?.pages.flatMap(({ items }) => items);

  const again = async (delivery: Delivery) => {
    setBusy(delivery.id);
    try {
      await redeliver(webhook.id, delivery.id);
      toast({ tone: "good", text: t("deliveries.queued") });
    } catch (error) {
      toast({ tone: "danger", text: words(error) });
    } finally {
      setBusy(undefined);
    }
  };
  const textOf = (delivery: Delivery) =>
    [
      delivery.code !== null && t("deliveries.code", { code: delivery.code }),
      delivery.error !== null && t(`deliveries.errors.${delivery.error}`),
      delivery.attempts > 1 && t("deliveries.attempts", { count: delivery.attempts }),
      delivery.durationMs !== null && t("deliveries.took", { ms: delivery.durationMs }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <Drawer open size="large" title={t("deliveries.title")} onClose={onClose}>
      <p className={css.address} dir="ltr">
        {webhook.url}
      </p>
      <Tabs
        label={t("deliveries.title")}
        items={FILTERS.map((value) => ({ value, label: t(`deliveries.statuses.${value}`) }))}
        value={filter}
        onValue={setFilter}
      >
        <div className={css.deliveries}>
          {!deliveries && query.error && (
            <ErrorBox
              error={query.error}
              onRetry={() => void query.refetch()}
              isRetrying={query.isFetching}
              compact
            />
          )}
          {!deliveries && !query.error && <Skeleton kind="rows" count={5} />}
          {deliveries?.length === 0 && <Empty icon={Inbox} title={t("deliveries.none")} compact />}
          {deliveries && deliveries.length > 0 && (
            <Rows label={t("deliveries.title")}>
              {deliveries.map((delivery) => (
                <Row
                  key={delivery.id}
                  title={<code className={css.code}>{delivery.type}</code>}
                  badges={
                    <Badge tone={TONES[delivery.status]}>{t(`deliveries.statuses.${delivery.status}`)}</Badge>
                  }
                  text={
                    <>
                      {textOf(delivery)}
                      {delivery.excerpt && delivery.status !== "delivered" && (
                        <code className={css.excerpt}>{delivery.excerpt}</code>
                      )}
                    </>
                  }
                  actions={
                    <>
                      <Time at={delivery.attemptedAt ?? delivery.createdAt} kind="dateTime" />
                      {mayWrite && delivery.status !== "waiting" && (
                        <IconButton
                          label={t("deliveries.again")}
                          icon={RotateCw}
                          busy={busy === delivery.id}
                          onClick={() => void again(delivery)}
                        />
                      )}
                    </>
                  }
                />
              ))}
            </Rows>
          )}
          {query.hasNextPage && (
            <Button block busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {shared("ui.more")}
            </Button>
          )}
        </div>
      </Tabs>
    </Drawer>
  );
}
