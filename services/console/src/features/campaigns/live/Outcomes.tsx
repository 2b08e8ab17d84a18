/** How many recipients are in which state; each number leads to them. */

import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { type Campaign, RECIPIENT_STATUSES } from "../rules";
import css from "./live.module.css";

const BAD = new Set(["failed", "unconfirmed"]);

export function Outcomes({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const shown = RECIPIENT_STATUSES.filter((status) => (campaign.counts[status] ?? 0) > 0);
  return (
    <section className={css.card} aria-labelledby="outcomes-title">
      <h2 id="outcomes-title" className={css.title}>
        {t("live.outcomes")}
      </h2>
      <ul className={css.rows}>
        {shown.map((status) => (
          <li key={status} className={css.row}>
            <Link
              to="/campaigns/$campaignId/recipients"
              params={{ campaignId: campaign.id }}
              search={{ status }}
            >
              {t(`recipient.${status}`)}
            </Link>
            <span className={BAD.has(status) ? `${css.count} ${css.bad}` : css.count}>
              {format.number(campaign.counts[status] ?? 0)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
