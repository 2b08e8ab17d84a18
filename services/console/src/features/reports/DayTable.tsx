/** Each day, week or month with all that is counted of it. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import type { Place } from "./days";
import css from "./reports.module.css";
import { type SortedColumn, SortedTable } from "./SortedTable";
import type { Unit } from "./search";
import { useDayWords } from "./useDayWords";

interface DayTableProps {
  places: readonly Place[];
  unit: Unit;
  sort: string | undefined;
  onSort: (sort: string) => void;
}

export function DayTable({ places, unit, sort, onSort }: DayTableProps) {
  const t = useTranslations("reports");
  const format = useFormat();
  const words = useDayWords();
  const number = (id: Exclude<keyof Place, "day" | "last">, header: string): SortedColumn<Place> => ({
    id,
    header,
    align: "end",
    cell: (place) => format.number(place[id]),
    sortBy: (place) => place[id],
  });
  return (
    <SortedTable
      label={t("daily.table")}
      rows={places}
      rowId={({ day }) => day}
      rowName={(place) => words.place(place, unit)}
      sort={sort}
      usual={{ by: "day", direction: "desc" }}
      onSort={onSort}
      columns={[
        {
          id: "day",
          header: t(`daily.heads.${unit}`),
          cell: (place) => <span className={css.day}>{words.place(place, unit)}</span>,
          sortBy: ({ day }) => day,
          sorts: "date",
        },
        number("inbound", t("daily.measures.inbound")),
        number("replies", t("daily.measures.replies")),
        number("campaigns", t("daily.measures.campaigns")),
        number("failed", t("steps.failed")),
        number("opened", t("daily.measures.opened")),
        number("closed", t("daily.measures.closed")),
        number("optOuts", t("daily.measures.optOuts")),
      ]}
    />
  );
}
