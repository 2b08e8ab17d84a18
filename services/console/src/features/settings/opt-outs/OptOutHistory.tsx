/** What somebody has said of campaigns, and who said it for them. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { historyQuery, type OptOut } from "./data";
import css from "./optOuts.module.css";

export function OptOutHistory({
  optOut,
  name,
  onClose,
}: {
  optOut: OptOut;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("settingsOptOuts");
  const more = useTranslations("shared.ui");
  const users = useUsers();
  const query = useInfiniteQuery(historyQuery(optOut.id));
  return (
    <Drawer title={t("historyOf", { name })} open onClose={onClose}>
      {query.isPending && <Skeleton kind="text" count={3} />}
      {query.error && !query.data && (
        <ErrorBox compact error={query.error} onRetry={() => void query.refetch()} />
      )}
      <ol className={css.history}>
        {query.data?.pages
          .flatMap(({ items }) => items)
          .map((entry) => {
            const by = entry.by ? users.byId.get(entry.by)?.name : undefined;
            return (
              <li key={entry.id} className={css.entry}>
                <strong>{t(entry.leave ? "left" : "cameBack")}</strong>
                <span className={css.quiet}>
                  {t(`sources.${entry.source}`)}
                  {by && ` · ${by}`} · <Time at={entry.at} />
                </span>
              </li>
            );
          })}
      </ol>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {more("more")}
        </Button>
      )}
    </Drawer>
  );
}
