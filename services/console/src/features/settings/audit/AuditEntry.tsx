/** One entry: who did what to what, when, and on demand from where and with which details. */

import { Bot, ChevronDown, KeyRound, Server } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { Avatar } from "@/shared/ui/Avatar";
import { Time } from "@/shared/ui/Time";
import { wordsOfAction } from "./actions";
import css from "./audit.module.css";
import type { Entry } from "./data";

export function AuditEntry({ entry }: { entry: Entry }) {
  const t = useTranslations("settingsAudit");
  const users = useUsers();
  const actor = entry.actorId ? users.byId.get(entry.actorId) : undefined;
  const who =
    entry.actorKind === "installation"
      ? t("actor.installation")
      : entry.actorKind === "api-key"
        ? t("actor.key")
        : entry.actorId === null
          ? t("actor.system")
          : (actor?.name ?? t("actor.unknown"));
  const about = nameOf(entry) ?? (entry.objectId ? users.byId.get(entry.objectId)?.name : undefined);
  const details = Object.entries(entry.details);
  const head = (
    <>
      <Face entry={entry} name={actor?.name} />
      <span className={css.words}>
        <span className={css.what}>
          <span className={css.action}>{t(`actions.${wordsOfAction(entry.action)}` as never)}</span>
          {about && about !== who && (
            <span className={css.about} dir="auto">
              {about}
            </span>
          )}
        </span>
        <span className={css.who} dir="auto">
          {who}
        </span>
      </span>
      <Time at={entry.at} className={css.time} />
    </>
  );
  if (details.length === 0 && !entry.address && !entry.objectId) {
    return <li className={css.entry}>{head}</li>;
  }
  return (
    <li>
      <details className={css.details}>
        <summary className={css.entry}>
          {head}
          <ChevronDown aria-hidden size={16} className={css.chevron} />
        </summary>
        <dl className={css.facts}>
          {entry.address && (
            <>
              <dt>{t("address")}</dt>
              <dd dir="ltr">{entry.address}</dd>
            </>
          )}
          {details.map(([name, value]) => (
            <Detail key={name} name={name} value={value} />
          ))}
          {entry.objectId && (
            <>
              <dt>{t("object")}</dt>
              <dd dir="ltr">{entry.objectId}</dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}

function Detail({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt dir="ltr">{name}</dt>
      <dd dir="auto">{typeof value === "string" ? value : JSON.stringify(value)}</dd>
    </>
  );
}

function Face({ entry, name }: { entry: Entry; name: string | undefined }) {
  if (entry.actorKind === "user" && entry.actorId) return <Avatar name={name} size="small" />;
  const Icon = entry.actorKind === "api-key" ? KeyRound : entry.actorKind === "installation" ? Server : Bot;
  return (
    <span className={css.face}>
      <Icon aria-hidden size={16} />
    </span>
  );
}

/** What the thing was called, where the entry says so. */
function nameOf({ details }: Entry): string | undefined {
  for (const key of ["name", "email", "shortcut", "host"]) {
    const value = details[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
