/** The inbox's left half: views, search, filters, and the list. */

import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { type InboxAddress, useListQuery } from "../address";
import { useTicketList, useViews } from "../data";
import { RowKeys } from "../RowKeys";
import type { ListQuery, TicketRow } from "../rules";
import { BulkBar } from "./BulkBar";
import { FILTERS, FilterButton, FilterChips, noFilters, SortButton } from "./Filters";
import { FoundMessages } from "./FoundMessages";
import { ListMenu } from "./ListMenu";
import css from "./list.module.css";
import { Mentions } from "./Mentions";
import { SearchBox } from "./SearchBox";
import { TicketListView } from "./TicketListView";
import { useListState } from "./useListState";
import { useRowFocus } from "./useRowFocus";
import { ViewTabs } from "./ViewTabs";

const NOTHING_ASKED: ListQuery = { filter: {}, sort: "recent" };

export function ListPane({ address }: { address: InboxAddress }) {
  const t = useTranslations("inbox");
  const { search, ticketId, change, open } = address;
  const { data: views } = useViews();
  const query = useListQuery(search);
  const view = search.view ?? "mine";
  const isMentions = view === "mentions";
  const isMessages = search.q !== undefined && search.find === "messages";
  const isList = query !== undefined && !isMentions && !isMessages;
  const read = useTicketList(query ?? NOTHING_ASKED, isList);
  const mayWrite = useMay("tickets:write");
  const rows = (isList && read.list.data?.rows) || NO_ROWS;
  const state = useListState(rows, ticketId, open, mayWrite);

  const focus = useRowFocus(rows, ticketId);

  const onView = (next: string) => {
    state.clear();
    change({
      view: next === "mine" ? undefined : next,
      ...noFilters(),
      sort: undefined,
      q: undefined,
      find: undefined,
    });
  };
  const onSearch = (q: string | undefined) =>
    change({ q, find: q ? search.find : undefined, ...(isMentions && q && { view: "all" }) });
  const isNarrowed = search.q !== undefined || FILTERS.some((name) => search[name] !== undefined);
  return (
    <section className={css.pane} aria-label={t("list.label")} {...focus.handlers}>
      <header className={css.head}>
        <div className={css.tools}>
          <SearchBox q={search.q ?? ""} onSearch={onSearch} />
          {!isMentions && !isMessages && <FilterButton search={search} onChange={change} />}
          {!isMentions && !isMessages && view !== "closed" && query && (
            <SortButton sort={query.sort} onSort={(sort) => change({ sort })} />
          )}
          <ListMenu
            query={isList ? query : undefined}
            saved={views?.find((one) => one.id === view)}
            onView={onView}
            onSelect={isList && mayWrite ? state.startSelecting : undefined}
          />
        </div>
        {search.q === undefined ? (
          <ViewTabs view={view} onView={onView} />
        ) : (
          <FindIn find={search.find} onFind={(find) => change({ find })} />
        )}
        {isList && <FilterChips search={search} onChange={change} />}
      </header>
      {state.isSelecting && isList && (
        <BulkBar
          ids={state.selection.ids}
          loaded={read.list.data?.rows.length ?? 0}
          onAll={state.selectAll}
          onClear={state.clear}
        />
      )}
      {focus.row && <RowKeys key={focus.row.id} row={focus.row} onHold={focus.hold} />}
      {isMessages && search.q ? (
        <FoundMessages q={search.q} />
      ) : isMentions ? (
        <Mentions />
      ) : (
        query && (
          <TicketListView
            query={query}
            view={view}
            read={read}
            state={state}
            openId={ticketId}
            isNarrowed={isNarrowed}
            onWiden={() => change({ q: undefined, find: undefined, ...noFilters() })}
          />
        )
      )}
    </section>
  );
}

const NO_ROWS: readonly TicketRow[] = [];

/** What is searched: the conversations of people, or what was written in them. */
function FindIn(props: { find: "messages" | undefined; onFind: (find: "messages" | undefined) => void }) {
  const t = useTranslations("inbox");
  return (
    <nav className={css.views} aria-label={t("search.in")}>
      {([undefined, "messages"] as const).map((find) => (
        <button
          key={find ?? "tickets"}
          type="button"
          className={css.view}
          aria-current={find === props.find}
          onClick={() => props.onFind(find)}
        >
          <span>{t(find ? "search.messages" : "search.tickets")}</span>
        </button>
      ))}
    </nav>
  );
}
