/** The frame of the settings: their navigation, and the page that the address names. On phones one at a time. */

import { Link, Outlet, useLocation, useMatchRoute } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { Forbidden } from "@/shared/ui/Forbidden";
import { pageAt, visibleGroups } from "./pages";
import css from "./Settings.module.css";
import { SettingsPage } from "./SettingsPage";

export function SettingsScreen() {
  const t = useTranslations("settings");
  const isList = useMatchRoute()({ to: "/settings" }) !== false;
  const { permissions } = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  const page = pageAt(path);
  return (
    <div className={css.settings} data-list={isList}>
      <SettingsNavigation isList={isList} />
      <div className={css.page}>
        {page && !permissions.has(page.permission) ? (
          <SettingsPage title={t(`pages.${page.id}`)}>
            <Forbidden />
          </SettingsPage>
        ) : (
          <Outlet />
        )}
      </div>
    </div>
  );
}

function SettingsNavigation({ isList }: { isList: boolean }) {
  const t = useTranslations("settings");
  const { permissions } = useSession();
  // On phones the list is a screen of its own, with the one heading of the page.
  const Heading = isList ? "h1" : "p";
  return (
    <nav className={css.navigation} aria-label={t("title")}>
      <Heading className={css.title}>{t("title")}</Heading>
      {visibleGroups(permissions).map((group) => (
        <div key={group.id} className={css.group}>
          <h2 id={`settings-${group.id}`} className={css.groupName}>
            {t(`groups.${group.id}`)}
          </h2>
          <ul aria-labelledby={`settings-${group.id}`}>
            {group.pages.map(({ id, to, icon: Icon }) => (
              <li key={id}>
                <Link to={to} className={css.link}>
                  <Icon aria-hidden size={18} strokeWidth={1.75} />
                  {t(`pages.${id}`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
