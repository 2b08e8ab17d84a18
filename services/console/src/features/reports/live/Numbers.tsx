/**
 * The figures of now and of today, as tiles: on the tab and, larger, on the wall. Messages have no queue: theirs are
 * not shown beside those of one.
 */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import type { Live } from "./data";
import css from "./live.module.css";
import { waited } from "./rules";

interface NumbersProps {
  figures: Live;
  /** How long ago the figures came. */
  sinceThenMs: number;
  isStale: boolean;
  /** As large as the screen allows. */
  large?: boolean;
}

const NOW = ["waiting", "pending", "open", "snoozed", "messagesPerMinute", "agentsOnline"] as const;
const TODAY = ["opened", "closed", "received", "sent"] as const;
const OF_MESSAGES: readonly string[] = ["messagesPerMinute", "received", "sent"];

export function Numbers({ figures, sinceThenMs, isStale, large = false }: NumbersProps) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const isOfQueue = figures.queueId !== null;
  const isShown = (name: string) => !isOfQueue || !OF_MESSAGES.includes(name);
  const wait = waited(figures.longestWaitSince, figures, sinceThenMs);
  return (
    <div className={css.figures} data-large={large} data-stale={isStale} data-queue={isOfQueue}>
      <dl className={css.numbers} aria-label={t("now")}>
        <Tile name={t("longestWait")} value={wait === undefined ? "–" : format.duration(wait)} first />
        {NOW.filter(isShown).map((name) => (
          <Tile key={name} name={t(name)} value={format.number(figures[name])} first={name === "waiting"} />
        ))}
      </dl>
      <div className={css.today}>
        <h2 className={css.heading}>{t("today.title")}</h2>
        <dl className={css.numbers}>
          {TODAY.filter(isShown).map((name) => (
            <Tile key={name} name={t(`today.${name}`)} value={format.number(figures.today[name])} />
          ))}
        </dl>
      </div>
    </div>
  );
}

function Tile({ name, value, first = false }: { name: string; value: string; first?: boolean }) {
  return (
    <div className={css.tile} data-first={first}>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>{value}</dd>
    </div>
  );
}
