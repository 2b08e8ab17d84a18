/** Scheduled reports, one in each row, and what can be done with it. */

import { Ellipsis, History, MailX, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Time } from "@/shared/ui/Time";
import type { Schedule } from "./data";
import { RUN_TONES } from "./rules";
import css from "./schedules.module.css";
import { useTimingWords } from "./useTimingWords";

export type ScheduleTask = "send" | "runs" | "change" | "switch" | "remove" | "leave";

interface ScheduleTableProps {
  schedules: readonly Schedule[] | undefined;
  mayManage: boolean;
  onTask: (schedule: Schedule, task: ScheduleTask) => void;
  empty: ReactNode;
}

export function ScheduleTable({ schedules, mayManage, onTask, empty }: ScheduleTableProps) {
  const t = useTranslations("reportsSchedules");
  const timing = useTimingWords();
  const { user } = useSession();
  const menu = (schedule: Schedule): MenuItem[] => {
    const item = (task: ScheduleTask, icon: MenuIcon, more: { label?: string; danger?: boolean } = {}) => ({
      label: t(`tasks.${task as "send"}`),
      icon,
      onSelect: () => onTask(schedule, task),
      ...more,
    });
    const isMine = schedule.recipients.some(({ userId }) => userId === user.id);
    return [
      item("runs", History),
      ...(mayManage
        ? [
            item("send", Send),
            item("change", Pencil),
            item("switch", schedule.enabled ? Pause : Play, {
              label: schedule.enabled ? t("tasks.pause") : t("tasks.resume"),
            }),
          ]
        : []),
      ...(isMine ? [item("leave", MailX)] : []),
      ...(mayManage ? (["separator", item("remove", Trash2, { danger: true })] as const) : []),
    ];
  };
  const columns: Column<Schedule>[] = [
    {
      id: "name",
      header: t("name"),
      width: "26%",
      cell: (row) => (
        <span className={`${css.stack} ${css.titled}`}>
          <Button
            variant="ghost"
            size="small"
            className={css.name}
            onClick={() => onTask(row, mayManage ? "change" : "runs")}
          >
            <span dir="auto">{row.name}</span>
          </Button>
          <span className={css.quiet}>
            {t(`reports.${row.report}`)} · {row.format === "csv" ? "CSV" : "Excel"}
          </span>
        </span>
      ),
    },
    {
      id: "when",
      header: t("when"),
      cell: (row) => (
        <span className={css.stack}>
          {timing(row)}
          <span className={css.quiet}>
            {row.nextAt ? (
              <>
                {t("next")} <Time at={row.nextAt} />
              </>
            ) : (
              t("paused")
            )}
          </span>
        </span>
      ),
    },
    { id: "recipients", header: t("recipients"), width: "24%", cell: (row) => <Recipients schedule={row} /> },
    {
      id: "last",
      header: t("last"),
      cell: ({ lastRun }) =>
        lastRun ? (
          <span className={css.stack}>
            <Badge tone={RUN_TONES[lastRun.status]}>{t(`runs.statuses.${lastRun.status}`)}</Badge>
            <span className={css.quiet}>
              <Time at={lastRun.dueAt} />
            </span>
          </span>
        ) : (
          <span className={css.quiet}>{t("never")}</span>
        ),
    },
    {
      id: "menu",
      header: t("menu"),
      hideHeader: true,
      align: "end",
      cell: (row) => (
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label={t("menuOf", { name: row.name })} />}
          items={menu(row)}
        />
      ),
    },
  ];
  return (
    <DataTable
      label={t("schedules.title")}
      rows={schedules}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      columns={columns}
      empty={empty}
    />
  );
}

type MenuIcon = typeof Send;

/** So many names are written out. */
const SHOWN = 3;

function Recipients({ schedule: { recipients } }: { schedule: Schedule }) {
  const t = useTranslations("reportsSchedules");
  const format = useFormat();
  const nameOf = ({ name }: { name: string | null }) => name ?? t("somebody");
  const names = recipients.map(nameOf);
  const barred = recipients.filter(({ mayReceive }) => !mayReceive);
  if (names.length === 0) return <Badge tone="warning">{t("nobody")}</Badge>;
  return (
    <span className={css.stack}>
      <span dir="auto">
        {names.length > SHOWN + 1
          ? t("andMore", { names: names.slice(0, SHOWN).join(", "), count: names.length - SHOWN })
          : format.list(names)}
      </span>
      {barred.length > 0 && (
        <span className={css.warning}>
          {t("barred", { count: barred.length, names: format.list(barred.map(nameOf)) })}
        </span>
      )}
    </span>
  );
}
