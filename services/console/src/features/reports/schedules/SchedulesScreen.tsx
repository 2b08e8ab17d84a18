/**
 * Reports that people get by e-mail regularly: when, who, and what came of each time. Each has an address, to which its
 * e-mails lead.
 */

import { useNavigate, useParams } from "@tanstack/react-router";
import { CalendarClock, Lock, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { toast } from "@/shared/ui/toast";
import { seesAShare } from "../visibility";
import {
  deleteSchedule,
  leaveSchedule,
  type Schedule,
  sendSchedule,
  updateSchedule,
  useSchedules,
} from "./data";
import { Frame } from "./Frame";
import { ScheduleTable, type ScheduleTask } from "./ScheduleTable";

const ScheduleDialog = lazy(() => import("./ScheduleDialog").then((m) => ({ default: m.ScheduleDialog })));
const RunsDrawer = lazy(() => import("./RunsDrawer").then((m) => ({ default: m.RunsDrawer })));

type Open = { kind: "create" } | { kind: "change"; id: string };

export function SchedulesScreen() {
  const t = useTranslations("reportsSchedules");
  const words = useProblemWords();
  const mayRead = useMay("reports:read");
  const mayManage = useMay("reports:manage");
  const isAgent = seesAShare(useSession().user);
  const { data, error, refetch, isFetching } = useSchedules();
  const { scheduleId } = useParams({ from: "/shell/reports/schedules/{-$scheduleId}" });
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  if (!mayRead) return <ForbiddenPage title={t("schedules.title")} />;
  const close = () => setOpen(undefined);
  const changed = open?.kind === "change" ? data?.find(({ id }) => id === open.id) : undefined;
  const looked = data?.find(({ id }) => id === scheduleId);
  const look = (id: string | undefined) =>
    void navigate({
      to: "/reports/schedules/{-$scheduleId}",
      params: { scheduleId: id },
      search: (before) => before,
    });

  const tasks: Record<Exclude<ScheduleTask, "change" | "runs">, (schedule: Schedule) => Promise<void>> = {
    async send({ id, name, recipients }) {
      const isSure = await confirm({
        title: t("send.title", { name }),
        text: t("send.text", { count: recipients.filter(({ mayReceive }) => mayReceive).length }),
        action: t("send.action"),
      });
      if (!isSure) return;
      await sendSchedule(id);
      toast({ tone: "good", text: t("send.done") });
    },
    async switch({ id, enabled }) {
      await updateSchedule(id, { enabled: !enabled });
    },
    async remove({ id, name }) {
      const isSure = await confirm({
        title: t("remove.title", { name }),
        text: t("remove.text"),
        action: t("remove.action"),
        danger: true,
      });
      if (isSure) await deleteSchedule(id);
    },
    async leave({ id, name }) {
      const isSure = await confirm({
        title: t("leave.title", { name }),
        text: t("leave.text"),
        action: t("leave.action"),
      });
      if (isSure) await leaveSchedule(id);
    },
  };
  const act = async (schedule: Schedule, task: ScheduleTask) => {
    if (task === "runs") return look(schedule.id);
    if (task === "change") return setOpen({ kind: task, id: schedule.id });
    try {
      await tasks[task](schedule);
    } catch (thrown) {
      toast({ tone: "danger", text: words(thrown) });
    }
  };
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen({ kind: "create" })}>
      {t("create")}
    </Button>
  );
  return (
    <Frame shown="schedules" actions={mayManage && data && data.length > 0 && create}>
      {data && scheduleId && !looked && (
        <Banner tone="warning" onClose={() => look(undefined)}>
          {t("schedules.gone")}
        </Banner>
      )}
      {error && !data ? (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      ) : (
        <ScheduleTable
          schedules={data}
          mayManage={mayManage}
          onTask={(schedule, task) => void act(schedule, task)}
          empty={
            isAgent ? (
              <Empty icon={Lock} title={t("schedules.notForAgents")} text={t("schedules.notForAgentsText")} />
            ) : (
              <Empty
                icon={CalendarClock}
                title={t("schedules.none")}
                text={mayManage ? t("schedules.noneText") : t("schedules.noneToMeText")}
                action={mayManage && create}
              />
            )
          }
        />
      )}
      <Suspense>
        {open?.kind === "create" && <ScheduleDialog onClose={close} />}
        {changed && <ScheduleDialog schedule={changed} onClose={close} />}
        {looked && <RunsDrawer schedule={looked} onClose={() => look(undefined)} />}
      </Suspense>
    </Frame>
  );
}
