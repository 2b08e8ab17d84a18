/** One's own menu: presence, look, language, notifications, companies, signing out; on phones also further screens. */

import { Link } from "@tanstack/react-router";
import { Bell, CircleUserRound, Keyboard, LogOut } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Preferences } from "@/shared/api/browserSession";
import { changePreferences } from "@/shared/api/preferences";
import { session, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { messageStore } from "@/shared/i18n/messages";
import { commands } from "@/shared/keyboard/commands";
import { outbox } from "@/shared/outbox/outbox";
import { Avatar } from "@/shared/ui/Avatar";
import { confirm } from "@/shared/ui/confirm";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { useNarrow } from "@/shared/ui/useNarrow";
import type { Screen } from "./navigation";
import { CHOICES, useOwnPresence } from "./presence";
import styles from "./shell.module.css";

const NotificationSettings = lazy(() =>
  import("./notifications/NotificationSettings").then((module) => ({ default: module.NotificationSettings })),
);

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGES = [
  ["pt", "Português (Brasil)"],
  ["en", "English"],
] as const;

export function UserMenu({ more }: { more: readonly Screen[] }) {
  const t = useTranslations("app");
  const { user, company, companies, preferences } = useSession();
  const presence = useOwnPresence();
  const isPhone = useNarrow(760);
  const tell = useTelling();
  const [isSetting, setSetting] = useState(false);
  const prefer = (changes: Partial<Preferences>) => tell(changePreferences(changes));

  /** Signing out forgets what was typed, so also what is not sent yet. */
  const signOut = async () => {
    const count = outbox.size;
    const question = {
      title: t("unsent.title", { count }),
      text: t("unsent.text"),
      action: t("unsent.action"),
    };
    if (count === 0 || (await confirm({ ...question, danger: true }))) await session.logout();
  };

  const role = t("roleIn", { role: t(`roles.${user.role}`), company: company.name });
  const items: MenuItem[] = [{ heading: `${user.name} · ${role}` }];
  if (isPhone) {
    for (const { id, icon, to } of more) {
      items.push({ label: t(`screensInFull.${id}`), icon, link: <Link to={to} /> });
    }
    items.push("separator");
  }
  if (presence) {
    items.push({ heading: t("presence.title") });
    for (const status of CHOICES) {
      items.push({
        label: t(`presence.${status}`),
        checked: presence.status === status,
        onSelect: () => presence.choose(status),
      });
    }
  }
  items.push({ heading: t("theme.title") });
  for (const theme of THEMES) {
    items.push({
      label: t(`theme.${theme}`),
      checked: preferences.theme === theme,
      onSelect: () => prefer({ theme }),
    });
  }
  items.push({ heading: t("language") });
  for (const [language, label] of LANGUAGES) {
    items.push({
      label,
      checked: messageStore.locale === language,
      onSelect: () => prefer({ language }),
    });
  }
  const others = companies.filter((one) => one.id !== company.id);
  if (others.length > 0) {
    items.push({ heading: t("switchCompany") });
    for (const { id, name } of others) {
      items.push({ label: name, onSelect: () => tell(session.switchCompany(id)) });
    }
  }
  items.push(
    "separator",
    { label: t("notifications.open"), icon: Bell, onSelect: () => setSetting(true) },
    { label: t("keys"), icon: Keyboard, shortcut: "?", onSelect: () => commands.run("help") },
    { label: t("account"), icon: CircleUserRound, link: <Link to="/settings/me" /> },
    "separator",
    { label: t("signOut"), icon: LogOut, onSelect: () => tell(signOut()) },
  );

  const status = presence?.status;
  return (
    <>
      <Menu
        align={isPhone ? "end" : "start"}
        side={isPhone ? "top" : "right"}
        trigger={
          <button type="button" className={styles.user}>
            <Avatar name={user.name} size="small" presence={status} />
            <span className={styles.name}>
              {isPhone ? t("more") : status ? t(`presence.${status}`) : t("you")}
            </span>
            <span className={styles.hidden}>{t("userMenu", { name: user.name })}</span>
          </button>
        }
        items={items}
      />
      <Suspense>{isSetting && <NotificationSettings onClose={() => setSetting(false)} />}</Suspense>
    </>
  );
}

/** Tells in a toast when something that was asked for has failed. */
function useTelling(): (asked: Promise<unknown>) => void {
  const words = useProblemWords();
  return (asked) => {
    asked.catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
}
