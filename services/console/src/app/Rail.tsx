/** The way between screens: a rail at the start of wide windows, a bar at the foot of phones. */

import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useKeyWords } from "@/shared/keyboard/Keys";
import { Tooltip } from "@/shared/ui/Tooltip";
import { type Screen, screensOf } from "./navigation";
import styles from "./shell.module.css";
import { UserMenu } from "./UserMenu";

/** How many screens stand in the bar of a phone; the others are in the menu beside them. */
const IN_BAR = 4;

export function Rail({ unread }: { unread: number }) {
  const t = useTranslations("app");
  const screens = screensOf(useSession().permissions);
  return (
    <nav className={styles.rail} aria-label={t("navigation")}>
      <ul className={styles.screens}>
        {screens.map((screen, at) => (
          <li key={screen.id} className={at < IN_BAR ? undefined : styles.onlyWide}>
            <ScreenLink screen={screen} unread={screen.id === "inbox" ? unread : 0} />
          </li>
        ))}
      </ul>
      <UserMenu more={screens.slice(IN_BAR)} />
    </nav>
  );
}

function ScreenLink({ screen, unread }: { screen: Screen; unread: number }) {
  const t = useTranslations("app");
  const { hint } = useKeyWords()(screen.command);
  const { icon: Icon } = screen;
  const name = t(`screens.${screen.id}`);
  return (
    <Tooltip text={t(`screensInFull.${screen.id}`)} shortcut={hint} side="right">
      <Link
        to={screen.to}
        className={styles.screen}
        activeProps={{ className: styles.current, "aria-current": "page" }}
      >
        <span className={styles.icon}>
          <Icon aria-hidden size={20} strokeWidth={1.75} />
          {unread > 0 && (
            <span className={styles.unread}>
              <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
              <span className={styles.hidden}>{t("unread", { count: unread })}</span>
            </span>
          )}
        </span>
        <span className={styles.name}>{name}</span>
      </Link>
    </Tooltip>
  );
}
