/** What can be done with the selected tickets at once. It is done by the server in the background, one by one. */

import { Archive, CheckCheck, Forward, Hand, Tag, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useTags } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { type BulkAction, useBulk } from "./bulk";
import css from "./bulk.module.css";
import listCss from "./list.module.css";

const BulkTransfer = lazy(() =>
  import("./BulkTransfer").then((module) => ({ default: module.BulkTransfer })),
);

interface Props {
  ids: ReadonlySet<string>;
  /** How many rows the list has loaded. */
  loaded: number;
  onAll: () => void;
  onClear: () => void;
}

export function BulkBar({ ids, loaded, onAll, onClear }: Props) {
  const t = useTranslations("inbox");
  const tags = useTags().list;
  const bulk = useBulk();
  const [isTransferring, setTransferring] = useState(false);
  const run = (action: BulkAction) => bulk.mutate({ ids: [...ids], action }, { onSuccess: onClear });
  const close = async () => {
    const isSure = await confirm({
      title: t("bulk.closeTitle", { count: ids.size }),
      action: t("bulk.close"),
    });
    if (isSure) run({ type: "close" });
  };
  const isIdle = ids.size === 0 || bulk.isPending;
  return (
    <section className={css.bulk} aria-label={t("bulk.label")}>
      <p role="status">{t("bulk.count", { count: ids.size })}</p>
      <IconButton label={t("bulk.close")} icon={Archive} disabled={isIdle} onClick={() => void close()} />
      <IconButton
        label={t("bulk.take")}
        icon={Hand}
        disabled={isIdle}
        onClick={() => run({ type: "take" })}
      />
      <IconButton
        label={t("bulk.read")}
        icon={CheckCheck}
        disabled={isIdle}
        onClick={() => run({ type: "mark_read" })}
      />
      <IconButton
        label={t("transfer.action")}
        icon={Forward}
        disabled={isIdle}
        onClick={() => setTransferring(true)}
      />
      {tags.length > 0 && (
        <Menu
          align="start"
          trigger={<IconButton label={t("tags.title")} icon={Tag} disabled={isIdle} />}
          items={[
            { heading: t("bulk.tag") },
            ...tags.map(({ id, name }) => ({
              label: name,
              onSelect: () => run({ type: "add_tag", tagId: id }),
            })),
            { heading: t("bulk.untag") },
            ...tags.map(({ id, name }) => ({
              label: t("bulk.without", { name }),
              onSelect: () => run({ type: "remove_tag", tagId: id }),
            })),
          ]}
        />
      )}
      <span className={listCss.moreViews} />
      {ids.size < loaded && (
        <Button size="small" variant="ghost" onClick={onAll}>
          {t("bulk.all", { count: loaded })}
        </Button>
      )}
      <IconButton label={t("bulk.stop")} icon={X} onClick={onClear} />
      <Suspense>
        {isTransferring && (
          <BulkTransfer
            title={t("bulk.transferTitle", { count: ids.size })}
            onClose={() => setTransferring(false)}
            onTransfer={({ queueId, assigneeId }) =>
              run(
                queueId !== undefined
                  ? { type: "transfer", queueId, assigneeId }
                  : assigneeId === null
                    ? { type: "unassign" }
                    : { type: "assign", assigneeId },
              )
            }
          />
        )}
      </Suspense>
    </section>
  );
}
