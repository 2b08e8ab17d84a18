/** A list of tickets with its states: loading, failed, empty, new results of a search. */

import { useQueryClient } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useDraftTickets } from "@/shared/outbox/drafts";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { inboxKeys, type useTicketList } from "../data";
import type { ListQuery, TicketRow } from "../rules";
import css from "./list.module.css";
import { TicketRowLink } from "./TicketRowLink";
import { useTyping } from "./typing";
import type { ListState } from "./useListState";
import { useNow } from "./useNow";
import { VirtualTickets } from "./VirtualTickets";

interface Props {
  query: ListQuery;
  view: string;
  read: ReturnType<typeof useTicketList>;
  state: ListState;
  openId: string | undefined;
  /** Whether more is asked for than the view itself. */
  isNarrowed: boolean;
  onWiden: () => void;
}

const EMPTY_VIEWS = new Set(["mine", "unassigned", "all", "snoozed", "closed"]);
const NO_ROWS: readonly TicketRow[] = [];

export function TicketListView({ query, view, read, state, openId, isNarrowed, onWiden }: Props) {
  const t = useTranslations("inbox");
  const words = useProblemWords();
  const client = useQueryClient();
  const { list, more } = read;
  const rows = list.data?.rows ?? NO_ROWS;
  const { mutate: readMore, isPending: isReading } = more;
  const onMore = useCallback(() => readMore(), [readMore]);
  const row = useRow(query, state, openId);

  if (list.isPending) return <Skeleton kind="rows" count={8} />;
  if (list.error && !list.data) {
    return (
      <ErrorBox
        compact
        error={list.error}
        title={t("list.failed")}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const unseen = list.data?.unseen.length ?? 0;
  return (
    <>
      {unseen > 0 && (
        <p className={css.offer} role="status">
          <Button
            size="small"
            onClick={() => void client.invalidateQueries({ queryKey: inboxKeys.list(query) })}
          >
            {t("search.newResults", { count: unseen })}
          </Button>
        </p>
      )}
      {rows.length === 0 ? (
        <div className={css.state}>
          <Empty
            icon={isNarrowed ? SearchX : Inbox}
            title={
              isNarrowed
                ? t("empty.narrowed")
                : t(`empty.${EMPTY_VIEWS.has(view) ? (view as "all") : "saved"}`)
            }
            text={
              isNarrowed
                ? t("empty.narrowedText")
                : t(`empty.${EMPTY_VIEWS.has(view) ? (view as "all") : "saved"}Text`)
            }
            action={isNarrowed && <Button onClick={onWiden}>{t("empty.widen")}</Button>}
          />
        </div>
      ) : (
        <VirtualTickets
          rows={rows}
          isComplete={list.data?.next === null}
          isReading={isReading || more.isError}
          onMore={onMore}
          cursor={state.cursor}
          moves={state.moves}
          label={t("list.label")}
          foot={
            more.isError && (
              <p className={css.foot} role="alert">
                {words(more.error)} <Button onClick={onMore}>{t("list.again")}</Button>
              </p>
            )
          }
        >
          {row}
        </VirtualTickets>
      )}
    </>
  );
}

/** How a row is drawn: what it takes from the lookups, the drafts and the list's state. */
function useRow(
  query: ListQuery,
  state: ListState,
  openId: string | undefined,
): (row: TicketRow) => React.ReactNode {
  const now = useNow();
  const { user } = useSession();
  const queues = useQueues().byId;
  const users = useUsers().byId;
  const tags = useTags().byId;
  const channels = useChannels().byId;
  const drafts = useDraftTickets();
  const typing = useTyping(openId, user.id);
  const tagsOf = useMemo(() => {
    const kept = new WeakMap<readonly string[], { id: string; name: string; color: string | null }[]>();
    return (ids: readonly string[]) => {
      const known = kept.get(ids) ?? ids.flatMap((id) => tags.get(id) ?? []);
      kept.set(ids, known);
      return known;
    };
  }, [tags]);
  return (row) => (
    <TicketRowLink
      row={row}
      me={user.id}
      now={now}
      isOpen={row.id === openId}
      isCursor={row.id === state.cursor}
      hasDraft={drafts.has(row.id) && row.id !== openId}
      isTyping={row.id === openId && typing}
      queue={row.queueId ? queues.get(row.queueId) : undefined}
      // A list of one person's tickets does not name them in each.
      assignee={
        row.assigneeId && row.assigneeId !== query.filter.assigneeId
          ? users.get(row.assigneeId)?.name
          : undefined
      }
      tags={tagsOf(row.tagIds)}
      hasWindow={channels.get(row.channelId)?.capabilities.includes("service_window") ?? false}
      isSelecting={state.isSelecting}
      isSelected={state.selection.ids.has(row.id)}
      onSelect={state.select}
      onFocus={state.focus}
    />
  );
}
