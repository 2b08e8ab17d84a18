/** Whom a segment finds now. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Segment, segmentContactsQuery } from "./segmentData";
import css from "./segments.module.css";

export function SegmentContacts({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const query = useInfiniteQuery(segmentContactsQuery(segment.id));
  const people = query.data?.pages.flatMap((page) => page.items);
  return (
    <Drawer title={segment.name} open onClose={onClose}>
      {query.isPending && <Skeleton kind="rows" count={6} />}
      {query.error && !people && (
        <ErrorBox error={query.error} onRetry={() => void query.refetch()} compact />
      )}
      {people?.length === 0 && !query.hasNextPage && (
        <Empty icon={Users} title={t("segments.findsNone")} compact />
      )}
      <ul className={css.people}>
        {people?.map((person) => (
          <li key={person.id} className={css.person}>
            <Avatar name={person.name ?? person.phone ?? "?"} size="small" />
            <span className={css.grow}>
              <span dir="auto">{person.name ?? t("segments.nameless")}</span>
              {person.phone && <span className={css.quiet}>{format.phone(person.phone)}</span>}
            </span>
            {person.optedOut && <Badge tone="warning">{t("segments.optedOut")}</Badge>}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button block busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("segments.more")}
        </Button>
      )}
    </Drawer>
  );
}
