/** Why messages failed, the most frequent reason first. */

import { useLocale, useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import type { Asked } from "./asked";
import { useDeliveryErrors } from "./data";
import { byReason, type Failure } from "./failures";
import { Loaded } from "./Loaded";

/** So many bars can be read; the file has all. */
const BARS = 10;

export function DeliveryErrors({ asked }: { asked: Asked }) {
  const t = useTranslations("reports.failures");
  const format = useFormat();
  const language = useLocale().startsWith("pt") ? "pt" : "en";
  const query = useDeliveryErrors(asked);
  const words = (failure: Failure) =>
    failure[language] ??
    (failure.errorCode === null ? t("unknown") : t("number", { code: String(failure.errorCode) }));
  return (
    <Loaded query={query}>
      {({ items, total, previous }) => {
        const failures = byReason(items);
        const before = new Map(byReason(previous?.items ?? []).map((one) => [one.id, one.count]));
        return (
          <Chart
            kind="ranking"
            title={t("title")}
            text={
              failures.length > 0 &&
              t(failures.length > BARS ? "first" : "all", {
                shown: BARS,
                count: total,
                number: format.number(total),
              })
            }
            x={{ key: "reason", label: t("reason") }}
            series={[
              { key: "count", label: t("messages") },
              ...(previous ? [{ key: "before", label: t("before") }] : []),
            ]}
            rows={failures.slice(0, BARS).map((failure) => ({
              reason: words(failure),
              count: failure.count,
              before: before.get(failure.id) ?? 0,
            }))}
          />
        );
      }}
    </Loaded>
  );
}
