/** Where Meta is to report: two values to paste, the fields to subscribe to, and a check that waits for it. */

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ChecksList } from "../ChecksList";
import css from "../channels.module.css";
import { useCheck, useHealth } from "../data";
import { isReady } from "../health";
import { WebhookFields } from "../WebhookFields";
import guide from "./connect.module.css";
import { Guide } from "./Guide";
import { useRepeated } from "./useRepeated";

/** What a number reports; all of it is shown or acted on here. */
const FIELDS = [
  "messages",
  "message_template_status_update",
  "message_template_quality_update",
  "message_template_components_update",
  "template_category_update",
  "phone_number_quality_update",
  "phone_number_name_update",
  "account_update",
  "account_alerts",
  "account_review_update",
  "business_capability_update",
  "security",
] as const;

interface WebhookStepProps {
  channel: Channel;
  /** Undefined when the channel was not made by this page's form: the word is known to nobody here. */
  verifyToken: string | undefined;
  onNext: () => void;
}

export function WebhookStep({ channel, verifyToken, onNext }: WebhookStepProps) {
  const t = useTranslations("channels.connectGuide");
  const words = useProblemWords();
  const bold = { b: (text: ReactNode) => <b>{text}</b> };
  const { data } = useHealth(channel.id);
  const check = useCheck(channel.id);
  const ready = data !== undefined && isReady(data) && data.subscribed === true;
  useRepeated(() => {
    if (!check.isPending) check.mutate();
  }, !ready);
  return (
    <>
      <Guide
        title={t("webhook.title")}
        text={t("webhook.text")}
        href="https://developers.facebook.com/apps"
        link={t("app.link")}
        steps={[
          t.rich("webhook.open", bold),
          t.rich("webhook.paste", bold),
          t.rich("webhook.subscribe", bold),
        ]}
      />
      <WebhookFields channel={channel} verifyToken={verifyToken} />
      <details className={guide.fieldsList}>
        <summary>{t("webhook.fields", { count: FIELDS.length })}</summary>
        <ul dir="ltr">
          {FIELDS.map((field) => (
            <li key={field}>
              <code>{field}</code>
            </li>
          ))}
        </ul>
      </details>
      <section className={css.card} aria-live="polite">
        <header className={css.cardHeader}>
          <h2>{t("webhook.check")}</h2>
          <Button size="small" icon={RefreshCw} busy={check.isPending} onClick={() => check.mutate()}>
            {t("check")}
          </Button>
        </header>
        {check.error ? <Banner tone="warning">{words(check.error)}</Banner> : null}
        {data && <ChecksList health={data} />}
        <p className={css.note}>{ready ? t("webhook.ready") : t("webhook.waiting")}</p>
      </section>
      <div>
        <Button variant="primary" onClick={onNext}>
          {ready ? t("next") : t("webhook.later")}
        </Button>
      </div>
    </>
  );
}
