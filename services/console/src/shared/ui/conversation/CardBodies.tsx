/** What a message carries besides text and files: a place, contacts, choices, an order, an advertisement. */

import {
  ExternalLink,
  ListChecks,
  MapPinned,
  Megaphone,
  MousePointerClick,
  ShoppingBag,
  UserRound,
} from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import css from "./CardBodies.module.css";
import { FormattedText } from "./FormattedText";
import { hrefOf } from "./formatted";
import type { Message, MessageOf } from "./message";
import { numbered } from "./numbered";

type Of<Kind extends Message["kind"]> = MessageOf<Kind>["content"];

export function LocationBody({ content }: { content: Of<"location"> }) {
  const t = useTranslations("sharedUiConversation");
  const place = content.location;
  if (!place) return null;
  const at = `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=16/${place.latitude}/${place.longitude}`;
  return (
    <div className={css.card}>
      <MapPinned size={24} className={css.sign} aria-hidden="true" />
      <div className={css.what}>
        <strong dir="auto">{place.name ?? t("kind.location")}</strong>
        <span dir="auto">{place.address ?? at}</span>
        <a href={map} target="_blank" rel="noopener noreferrer">
          {t("openMap")}
        </a>
      </div>
    </div>
  );
}

export function ContactsBody({ content }: { content: Of<"contacts"> }) {
  return (
    <ul className={css.cards}>
      {numbered(content.contacts ?? []).map(({ key, item: card }) => (
        <li key={key} className={css.card}>
          <UserRound size={24} className={css.sign} aria-hidden="true" />
          <div className={css.what}>
            <strong dir="auto">{card.name.formattedName}</strong>
            {card.org?.company && <span dir="auto">{card.org.company}</span>}
            {(card.phones ?? []).map((phone) => phone.phone && <span key={phone.phone}>{phone.phone}</span>)}
            {(card.emails ?? []).map(
              (email) =>
                email.email && (
                  <a key={email.email} href={`mailto:${email.email}`}>
                    {email.email}
                  </a>
                ),
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

interface Choice {
  id?: string;
  title: string;
  description?: string | null;
}

interface Action {
  type?: string;
  button?: string;
  buttons?: Choice[];
  sections?: { title?: string | null; rows: Choice[] }[];
  displayText?: string;
  url?: string;
  flowCta?: string;
}

/** What an agent or a menu asked, and what the customer chose. */
export function InteractiveBody({ content, text }: { content: Of<"interactive">; text: string | null }) {
  const t = useTranslations("sharedUiConversation");
  const asked = content.interactive;
  if (!asked) return text ? <FormattedText text={text} /> : null;
  const choice = asked.buttonReply ?? asked.listReply;
  if (choice) return <ChoiceBody title={choice.title} description={choice.description} />;
  if (asked.nfmReply) return <Answers json={asked.nfmReply.responseJson} />;
  const action = (asked.action ?? {}) as Action;
  const header = (asked.header as { text?: string } | null | undefined)?.text;
  const rows = action.sections?.flatMap((section) => section.rows) ?? [];
  const single = action.displayText ?? action.flowCta;
  const href = action.url ? hrefOf(action.url) : undefined;
  return (
    <div className={css.asked}>
      {header && <strong dir="auto">{header}</strong>}
      {(asked.body ?? text) && <FormattedText text={asked.body ?? text ?? ""} />}
      {asked.footer && (
        <small className={css.small} dir="auto">
          {asked.footer}
        </small>
      )}
      {(action.buttons?.length ?? 0) > 0 && <Choices label={t("choices")} choices={action.buttons ?? []} />}
      {rows.length > 0 && (
        <details className={css.menu}>
          <summary>
            <ListChecks size={16} aria-hidden="true" /> {action.button ?? t("choices")}
          </summary>
          <Choices label={t("choices")} choices={rows} />
        </details>
      )}
      {action.type === "location_request_message" && (
        <Choices label={t("choices")} choices={[{ title: t("sendLocation") }]} />
      )}
      {single && (
        <p className={css.button}>
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {single} <ExternalLink size={14} aria-hidden="true" />
            </a>
          ) : (
            single
          )}
        </p>
      )}
    </div>
  );
}

function Choices({ label, choices }: { label: string; choices: Choice[] }) {
  return (
    <ul className={css.choices} aria-label={label}>
      {choices.map((choice) => (
        <li key={choice.id ?? choice.title} className={css.button} dir="auto">
          {choice.title}
          {choice.description && <small className={css.small}>{choice.description}</small>}
        </li>
      ))}
    </ul>
  );
}

/** A button or a row that the customer chose. */
export function ChoiceBody({ title, description }: { title: string; description?: string | null }) {
  const t = useTranslations("sharedUiConversation");
  return (
    <div className={css.choice}>
      <MousePointerClick size={16} aria-hidden="true" />
      <span>
        <span className={css.hidden}>{t("chose")} </span>
        <span dir="auto">{title}</span>
        {description && <small className={css.small}>{description}</small>}
      </span>
    </div>
  );
}

/** What the customer entered in a flow, by the flow's own names. */
function Answers({ json }: { json: string }) {
  const t = useTranslations("sharedUiConversation");
  const answers = answersOf(json);
  return (
    <div className={css.asked}>
      <strong>{t("form")}</strong>
      <dl className={css.answers}>
        {answers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function answersOf(json: string): [string, string][] {
  try {
    const read: unknown = JSON.parse(json);
    if (read === null || typeof read !== "object") return [["", String(read)]];
    return Object.entries(read)
      .filter(([name]) => name !== "flow_token")
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  } catch {
    return [["", json]];
  }
}

export function OrderBody({ content }: { content: Of<"order"> }) {
  const t = useTranslations("sharedUiConversation");
  const locale = useLocale();
  const money = (amount: number, currency: string) => {
    try {
      return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
    } catch {
      return `${amount} ${currency}`;
    }
  };
  return (
    <div className={css.card}>
      <ShoppingBag size={24} className={css.sign} aria-hidden="true" />
      <div className={css.what}>
        <strong>{t("kind.order")}</strong>
        <ul>
          {numbered(content.order?.productItems ?? []).map(({ key, item }) => (
            <li key={key}>
              {item.quantity ?? 1} × {item.productRetailerId}
              {item.itemPrice != null && item.currency && ` · ${money(item.itemPrice, item.currency)}`}
            </li>
          ))}
        </ul>
        {content.order?.text && <FormattedText text={content.order.text} />}
      </div>
    </div>
  );
}

/** The advertisement that brought the customer. */
export function ReferralBody({ content }: { content: Of<"text"> }) {
  const t = useTranslations("sharedUiConversation");
  const referral = content.referral;
  if (!referral) return null;
  const href = referral.sourceUrl ? hrefOf(referral.sourceUrl) : undefined;
  return (
    <div className={css.card} data-quiet="">
      <Megaphone size={20} className={css.sign} aria-hidden="true" />
      <div className={css.what}>
        <small className={css.small}>{t("fromAd")}</small>
        <strong dir="auto">{referral.headline ?? referral.sourceId ?? t("ad")}</strong>
        {referral.body && <span dir="auto">{referral.body}</span>}
        {href && (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {t("openAd")}
          </a>
        )}
      </div>
    </div>
  );
}
