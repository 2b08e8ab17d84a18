/** How each template did on each channel: how many arrived, how many were read, how many failed. */

import { LayoutTemplate } from "lucide-react";
import { useTranslations } from "use-intl";
import { Empty } from "@/shared/ui/Empty";
import { type TemplateFigures, useTemplates } from "./data";
import { Figure } from "./Figure";
import type { FigureKind, Look } from "./figures";
import { Loaded } from "./Loaded";
import css from "./reports.module.css";
import { type SortedColumn, SortedTable } from "./SortedTable";
import type { ReportProps } from "./tabs";
import { useChannelNames } from "./useChannelNames";

const idOf = ({ channelId, name, language }: TemplateFigures) => `${channelId} ${name} ${language}`;

export function Templates({ asked, search, onSearch }: ReportProps) {
  const t = useTranslations("reports.templates");
  const names = useChannelNames();
  const query = useTemplates(asked);
  const channelOf = ({ channelId, channelName }: TemplateFigures) => channelName ?? names(channelId);
  return (
    <section aria-labelledby="templates">
      <h2 id="templates" className={css.heading}>
        {t("title")}
      </h2>
      <Loaded query={query}>
        {({ items, previous }) => {
          const then = new Map(previous?.items.map((one) => [idOf(one), one]));
          const figure = (
            id: string,
            header: string,
            value: (template: TemplateFigures) => number | null,
            look: Look = "number",
            better: FigureKind["better"] = "neither",
          ): SortedColumn<TemplateFigures> => ({
            id,
            header,
            align: "end",
            sortBy: value,
            cell: (template) => {
              const earlier = then.get(idOf(template));
              return (
                <Figure
                  look={look}
                  better={better}
                  value={value(template)}
                  before={earlier && value(earlier)}
                />
              );
            },
          });
          return (
            <SortedTable
              label={t("title")}
              rows={items}
              rowId={idOf}
              rowName={({ name }) => name}
              sort={search.order}
              usual={{ by: "sent", direction: "desc" }}
              onSort={(sort) => onSearch({ order: sort })}
              empty={<Empty compact icon={LayoutTemplate} title={t("none")} text={t("noneText")} />}
              columns={[
                {
                  id: "template",
                  header: t("name"),
                  sortBy: ({ name }) => name,
                  sorts: "text",
                  cell: ({ name, language }) => (
                    <span className={css.channel}>
                      <span dir="auto">{name}</span>
                      <small>{language}</small>
                    </span>
                  ),
                },
                {
                  id: "channel",
                  header: t("channel"),
                  sortBy: channelOf,
                  sorts: "text",
                  cell: channelOf,
                },
                figure("sent", t("sent"), ({ sent }) => sent),
                figure("delivered", t("delivered"), ({ rates }) => rates.delivered, "percent", "more"),
                figure("read", t("read"), ({ rates }) => rates.read, "percent", "more"),
                figure("failedRate", t("failed"), ({ rates }) => rates.failed, "percent", "less"),
              ]}
            />
          );
        }}
      </Loaded>
    </section>
  );
}
