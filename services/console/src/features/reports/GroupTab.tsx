/** Tickets by agent, by queue or by tag: who has how many, how long customers waited, how content they were. */

import { type LucideIcon, Tags, UserRound, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { Chart } from "@/shared/ui/Chart";
import { Empty } from "@/shared/ui/Empty";
import { Select } from "@/shared/ui/Select";
import { type Group, type GroupKind, useGroups } from "./data";
import { figureOf, type Hours } from "./figures";
import { GroupTable } from "./GroupTable";
import { Loaded } from "./Loaded";
import css from "./reports.module.css";
import { FIGURES, type FigureName } from "./search";
import type { ReportProps } from "./tabs";
import { useFigureWords } from "./useFigureWords";

const ICONS: Record<GroupKind, LucideIcon> = { agents: UserRound, queues: Users, tags: Tags };

/** A group whose name is known, or said in words. */
export interface NamedGroup extends Group {
  name: string;
}

export function GroupTab({ kind, asked, search, onSearch }: ReportProps & { kind: GroupKind }) {
  const t = useTranslations("reports.groups");
  const query = useGroups(kind, asked);
  const names = useNames(kind);
  const hours: Hours = search.hours ?? "calendar";
  return (
    <Loaded query={query}>
      {(groups) => {
        const named = groups.map((group) => ({ ...group, name: names(group) }));
        if (named.length === 0) {
          return <Empty icon={ICONS[kind]} title={t(`none.${kind}`)} text={t("noneText")} />;
        }
        return (
          <>
            <p className={css.note}>{t(kind === "tags" ? "tagsHint" : "hint")}</p>
            {named.length > 1 && (
              <GroupCharts
                kind={kind}
                groups={named}
                hours={hours}
                figure={search.figure ?? "firstReply"}
                onFigure={(figure) => onSearch({ figure })}
                isCompared={asked.compare === true}
              />
            )}
            <GroupTable
              kind={kind}
              groups={named}
              hours={hours}
              search={search}
              onSort={(sort) => onSearch({ order: sort })}
            />
          </>
        );
      }}
    </Loaded>
  );
}

/** Returns how a group is called: as reporting knows it, else as the console does, else what it is. */
function useNames(kind: GroupKind): (group: Group) => string {
  const t = useTranslations("reports.groups");
  const users = useUsers().byId;
  const queues = useQueues().byId;
  const tags = useTags().byId;
  const known = { agents: users, queues, tags }[kind];
  return ({ id, name }) =>
    id === null ? t(`nobody.${kind}`) : (name ?? known.get(id)?.name ?? t(`gone.${kind}`));
}

interface GroupChartsProps {
  kind: GroupKind;
  groups: readonly NamedGroup[];
  hours: Hours;
  figure: FigureName;
  onFigure: (figure: FigureName) => void;
  isCompared: boolean;
}

/** So many bars can be read. */
const BARS = 10;

function GroupCharts({ kind, groups, hours, figure, onFigure, isCompared }: GroupChartsProps) {
  const t = useTranslations("reports");
  const words = useFigureWords();
  const ranking = (id: FigureName) => {
    const figureKind = figureOf(id);
    const turn = figureKind.better === "less" ? 1 : -1;
    const all = groups
      .map(({ name, figures, before }) => ({
        name,
        now: figureKind.value(figures, hours),
        before: before ? figureKind.value(before, hours) : null,
      }))
      .filter(({ now }) => now !== null && (figureKind.look !== "number" || now > 0))
      .sort((a, b) => turn * ((a.now ?? 0) - (b.now ?? 0)));
    return {
      kind: "ranking" as const,
      x: { key: "name", label: t("groups.name") },
      rows: all.slice(0, BARS),
      series: [
        { key: "now", label: t("daily.now") },
        ...(isCompared ? [{ key: "before", label: t("failures.before") }] : []),
      ],
      formatY: (value: number) => words.value(figureKind.look, value),
      ...(all.length > BARS && { text: t(`groups.first.${kind}`, { shown: BARS, count: all.length }) }),
    };
  };
  return (
    <div className={css.charts}>
      <Chart {...ranking("closed")} title={t("figures.closed")} />
      <Chart
        {...ranking(figure)}
        title={t(`figures.${figure}`)}
        actions={
          <Select<FigureName>
            inline
            label={t("groups.figure")}
            value={figure}
            onValue={onFigure}
            options={FIGURES.map((value) => ({ value, label: t(`figures.${value}`) }))}
          />
        }
      />
    </div>
  );
}
