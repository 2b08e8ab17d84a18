/** How customers left broadcasts. */

import { useTranslations } from "use-intl";
import { Chart } from "@/shared/ui/Chart";
import type { Asked } from "./asked";
import { type OptOuts, useOptOuts } from "./data";
import { bySource } from "./failures";
import { Loaded } from "./Loaded";

export function OptOutSources({ asked }: { asked: Asked }) {
  const t = useTranslations("reports.optOuts");
  const query = useOptOuts(asked);
  return (
    <Loaded query={query}>
      {({ items, total, previous }) => {
        const before = new Map(bySource(previous?.items ?? []).map(({ source, count }) => [source, count]));
        return (
          <Chart
            kind="ranking"
            title={t("title")}
            text={total > 0 && t("total", { count: total })}
            x={{ key: "source", label: t("source") }}
            series={[
              { key: "count", label: t("people") },
              ...(previous ? [{ key: "before", label: t("before") }] : []),
            ]}
            rows={bySource(items).map(({ source, count }) => ({
              source,
              count,
              before: before.get(source) ?? 0,
            }))}
            formatX={(source) => t(`sources.${source as OptOuts["source"]}`)}
          />
        );
      }}
    </Loaded>
  );
}
