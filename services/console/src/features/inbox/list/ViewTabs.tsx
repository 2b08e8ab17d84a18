/** The views of the inbox, with how many tickets stand in each; those of less use are behind a button. */

import { Archive, AtSign, BellOff, Bookmark, ChevronDown, Users } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useCommand } from "@/shared/keyboard/commands";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { type Counts, useCounts, useMentionCount, useViews } from "../data";
import type { View } from "../rules";
import { type StandardView, VIEWS } from "../search";
import css from "./list.module.css";

const TABS = ["mine", "unassigned", "all"] as const;
const ICONS = { mentions: AtSign, snoozed: BellOff, closed: Archive } as const;

/** Returns the number beside a view; closed tickets are not counted. */
export function countOf(
  view: StandardView,
  counts: Counts | undefined,
  mentions: number,
): number | undefined {
  if (view === "mentions") return mentions;
  if (!counts || view === "closed") return undefined;
  switch (view) {
    case "mine":
      return counts.mine - counts.snoozedMine;
    case "unassigned":
      return counts.unassigned - counts.snoozedUnassigned;
    case "all":
      return counts.all - counts.snoozed;
    case "snoozed":
      return counts.snoozed;
  }
}

/** Views in the order that `[` and `]` go through. */
export function orderOfViews(saved: readonly View[]): string[] {
  return [...VIEWS, ...saved.map((view) => view.id)];
}

interface Props {
  view: string;
  onView: (view: string) => void;
}

export function ViewTabs({ view, onView }: Props) {
  const t = useTranslations("inbox");
  const counts = useCounts();
  const mentions = useMentionCount();
  const { data: saved = NONE } = useViews();
  const order = useMemo(() => orderOfViews(saved), [saved]);
  const step = (by: number) => {
    const next = order[(order.indexOf(view) + by + order.length) % order.length];
    if (next) onView(next);
  };
  useCommand("viewNext", () => step(1));
  useCommand("viewPrevious", () => step(-1));

  const numbered = (name: string, count: number | undefined) => (count ? `${name} (${count})` : name);
  const items: MenuItem[] = (["mentions", "snoozed", "closed"] as const).map((one) => ({
    label: numbered(t(`views.${one}`), countOf(one, counts, mentions)),
    icon: ICONS[one],
    onSelect: () => onView(one),
  }));
  if (saved.length > 0) items.push({ heading: t("views.saved") });
  for (const one of saved) {
    items.push({ label: one.name, icon: one.shared ? Users : Bookmark, onSelect: () => onView(one.id) });
  }
  const isTab = (TABS as readonly string[]).includes(view);
  const here = isTab ? undefined : nameOf(view, saved, t);
  return (
    <nav className={css.views} aria-label={t("views.label")}>
      {TABS.map((one) => {
        const count = countOf(one, counts, mentions);
        return (
          <button
            key={one}
            type="button"
            className={css.view}
            aria-current={one === view}
            onClick={() => onView(one)}
          >
            <span>{t(`views.${one}`)}</span>
            {count !== undefined && <span className={css.count}>{count > 999 ? "999+" : count}</span>}
          </button>
        );
      })}
      <Menu
        items={items}
        trigger={
          <button type="button" className={`${css.view} ${css.moreViews}`} aria-current={!isTab}>
            <span className={here ? undefined : css.hidden}>{here ?? t("views.more")}</span>
            {mentions > 0 && view !== "mentions" && (
              <span
                className={css.count}
                role="img"
                aria-label={t("views.mentionsUnread", { count: mentions })}
              >
                @{mentions}
              </span>
            )}
            <ChevronDown aria-hidden size={16} />
          </button>
        }
      />
    </nav>
  );
}

const NONE: readonly View[] = [];

function nameOf(view: string, saved: readonly View[], t: ReturnType<typeof useTranslations>): string {
  const known = VIEWS.find((one) => one === view);
  return known ? t(`views.${known}`) : (saved.find((one) => one.id === view)?.name ?? t("views.more"));
}
