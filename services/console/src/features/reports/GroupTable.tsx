/** The table of tickets by agent, queue or tag. A row leads to the summary of what it stands for. */

import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import type { GroupKind, TicketFigures } from "./data";
import { Figure } from "./Figure";
import { type FigureKind, type Hours, TICKET_FIGURES } from "./figures";
import type { NamedGroup } from "./GroupTab";
import css from "./reports.module.css";
import { type SortedColumn, SortedTable } from "./SortedTable";
import { type ReportsSearch, sharedSearch } from "./search";

interface GroupTableProps {
  kind: GroupKind;
  groups: readonly NamedGroup[];
  hours: Hours;
  search: ReportsSearch;
  onSort: (sort: string) => void;
}

const FILTER = { agents: "agent", queues: "queue", tags: "tag" } as const;

export function GroupTable({ kind, groups, hours, search, onSort }: GroupTableProps) {
  const t = useTranslations("reports");
  const note = useNotes();
  const figure = (of: FigureKind): SortedColumn<NamedGroup> => ({
    id: of.id,
    header: t(`figures.${of.id}`),
    align: "end",
    sortBy: ({ figures }) => of.value(figures, hours),
    cell: ({ figures, before }) => (
      <Figure
        look={of.look}
        better={of.better}
        value={of.value(figures, hours)}
        before={before && of.value(before, hours)}
        note={note(of.id, figures, hours)}
      />
    ),
  });
  return (
    <SortedTable
      label={t(`tabs.${kind}`)}
      rows={groups}
      rowId={({ id }) => id ?? "none"}
      rowName={({ name }) => name}
      rowLink={({ id }) =>
        id === null ? undefined : (
          <Link
            to="/reports/{-$tab}"
            params={{ tab: "summary" }}
            search={{ ...sharedSearch(search), [FILTER[kind]]: id }}
          />
        )
      }
      sort={search.order}
      usual={{ by: "closed", direction: "desc" }}
      onSort={onSort}
      columns={[
        {
          id: "name",
          header: t(`groups.heads.${kind}`),
          sortBy: ({ name }) => name,
          sorts: "text",
          cell: ({ id, name }) => (
            <span className={css.person}>
              {kind === "agents" && id !== null && <Avatar name={name} size="small" />}
              <span dir="auto">{name}</span>
            </span>
          ),
        },
        ...TICKET_FIGURES.map(figure),
      ]}
    />
  );
}

/** Returns what is behind a figure: of how many, and how long the slowest waited. */
function useNotes(): (id: FigureKind["id"], figures: TicketFigures, hours: Hours) => string | undefined {
  const t = useTranslations("reports.notes");
  const format = useFormat();
  return (id, figures, hours) => {
    if (id === "firstReply" || id === "nextReply" || id === "resolution") {
      const { p90Seconds } = figures[id][hours];
      return p90Seconds === null ? undefined : t("p90", { time: format.duration(p90Seconds * 1000) });
    }
    if (id === "satisfaction") return t("ratings", { count: figures.satisfaction.ratings });
    const { kept, broken } = figures.promises;
    if (id === "promises")
      return t("ofAll", { part: format.number(kept), all: format.number(kept + broken) });
    return undefined;
  };
}
