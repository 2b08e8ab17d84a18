/** How a campaign went over time: messages in each stretch, or all of them up to each moment. */

import { useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Select } from "@/shared/ui/Select";
import { Skeleton } from "@/shared/ui/Skeleton";
import { dayOf } from "@/shared/ui/zonedTime";
import { type CampaignReport, useCurve } from "./data";
import { CURVE_STEPS, isWithinADay, summedUp, wholeCurve } from "./rules";

const DAY_SECONDS = 86_400;

export function Curve({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const zone = useTimeZone() ?? "UTC";
  const [kind, setKind] = useState<"each" | "sum">("each");
  const { data, error, refetch } = useCurve(report);
  if (error && !data) return <ErrorBox compact error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="block" height={320} />;
  const points = wholeCurve(data);
  const isOneDay = isWithinADay(points, (at) => dayOf(new Date(at), zone));
  const formatX = (at: string) =>
    isOneDay
      ? format.time(at)
      : data.stepSeconds >= DAY_SECONDS
        ? format.monthDay(at)
        : `${format.monthDay(at)} ${format.time(at)}`;
  return (
    <Chart
      kind="line"
      title={t("curve.title")}
      text={
        kind === "each" ? t("curve.each", { step: format.duration(data.stepSeconds * 1000) }) : t("curve.sum")
      }
      actions={
        <Select
          inline
          label={t("curve.shown")}
          value={kind}
          onValue={setKind}
          options={[
            { value: "each", label: t("curve.kinds.each") },
            { value: "sum", label: t("curve.kinds.sum") },
          ]}
        />
      }
      x={{ key: "at", label: t("curve.at") }}
      series={CURVE_STEPS.map((key) => ({ key, label: t(key) }))}
      rows={kind === "each" ? points : summedUp(points)}
      formatX={formatX}
    />
  );
}
