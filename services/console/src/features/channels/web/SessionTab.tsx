/** The session of a WhatsApp Web channel: where it is, what that means, and what can be done. */

import { useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import css from "../channels.module.css";
import { useLogOut, useReconnect } from "./data";
import { SessionError } from "./SessionError";
import { type Action, actionsOf, STATE_TONES, shownState, type WebChannel } from "./session";

export function SessionTab({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb");
  const format = useFormat();
  const mayWrite = useMay("channels:write");
  const { session } = channel;
  const { since, phone, retryAt, coldUntil } = session;
  const state = shownState(channel);
  const isCold = coldUntil !== null && Date.parse(coldUntil) > Date.now();
  return (
    <div className={css.columns}>
      <section className={css.card} aria-labelledby="session">
        <header className={css.cardHeader}>
          <h2 id="session">{t("session")}</h2>
          <Badge tone={STATE_TONES[state]}>{t(`states.${state}.name`)}</Badge>
        </header>
        <p aria-live="polite">{t(`states.${state}.text`)}</p>
        {retryAt !== null && <p>{t("retryAt", { at: format.dateTime(retryAt) })}</p>}
        <SessionError session={session} />
        {isCold && (
          <Banner tone="warning" title={t("cold")}>
            {t("coldText", { at: format.dateTime(coldUntil) })}
          </Banner>
        )}
        {mayWrite && <Actions channel={channel} />}
      </section>
      <section className={css.card} aria-labelledby="facts">
        <header className={css.cardHeader}>
          <h2 id="facts">{t("facts")}</h2>
        </header>
        <dl className={css.facts}>
          <dt>{t("provider")}</dt>
          <dd>WhatsApp Web</dd>
          <dt>{t("phone")}</dt>
          <dd>{phone ? format.phone(phone) : "–"}</dd>
          <dt>{t("since")}</dt>
          <dd>
            <Time at={since} />
          </dd>
          <dt>{t("groups")}</dt>
          <dd>{t(session.groups ? "yes" : "no")}</dd>
          <dt>{t("campaigns")}</dt>
          <dd>{t(session.campaigns ? "yes" : "no")}</dd>
        </dl>
        <p className={css.note}>{t("unofficial")}</p>
      </section>
    </div>
  );
}

function Actions({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb");
  const words = useProblemWords();
  const navigate = useNavigate();
  const reconnect = useReconnect(channel.id);
  const logOut = useLogOut(channel.id);
  const failed = (error: unknown) => toast({ text: words(error), tone: "danger" });
  const link = () =>
    void navigate({ to: "/channels/new", search: { provider: "web", step: "link", channel: channel.id } });
  const run: Record<Action, () => void> = {
    reconnect: () => reconnect.mutate(undefined, { onError: failed }),
    link,
    goOn: link,
    logOut: async () => {
      const { name } = channel;
      const question = {
        title: t("logOutTitle", { name }),
        text: t("logOutText"),
        action: t("actions.logOut"),
      };
      if (await confirm({ ...question, danger: true })) logOut.mutate(undefined, { onError: failed });
    },
  };
  const busy: Partial<Record<Action, boolean>> = { reconnect: reconnect.isPending, logOut: logOut.isPending };
  const actions = actionsOf(channel);
  if (actions.length === 0) return null;
  return (
    <div className={css.tools}>
      {actions.map((action, at) => (
        <Button
          key={action}
          variant={at === 0 && action !== "logOut" ? "primary" : "secondary"}
          busy={busy[action]}
          onClick={run[action]}
        >
          {t(`actions.${action}`)}
        </Button>
      ))}
    </div>
  );
}
