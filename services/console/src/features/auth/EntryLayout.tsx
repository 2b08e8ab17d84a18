/** The frame of every screen before sign-in: the name of the product, the form, the language. */

import { MessageCircleMore, Send, ShieldCheck } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { messageStore } from "@/shared/i18n/messages";
import css from "./EntryLayout.module.css";

interface EntryLayoutProps {
  title: string;
  text?: ReactNode;
  /** Below the form: another way to go. */
  footer?: ReactNode;
  children?: ReactNode;
}

const PROMISES = [
  { icon: MessageCircleMore, key: "promiseInbox" },
  { icon: Send, key: "promiseCampaigns" },
  { icon: ShieldCheck, key: "promiseData" },
] as const;

/** Whether a step was shown before: the first one leaves the focus where the browser put it. */
let hasShown = false;

export function EntryLayout({ title, text, footer, children }: EntryLayoutProps) {
  const t = useTranslations("auth");
  const heading = useRef<HTMLHeadingElement>(null);
  const main = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step that follows another has another title.
  useEffect(() => {
    const isTaken = main.current?.contains(document.activeElement);
    if (hasShown && !isTaken) heading.current?.focus();
    hasShown = true;
  }, [title]);
  return (
    <div className={css.entry}>
      <title>{`${title} · Atendechat`}</title>
      <aside className={css.brand} aria-label="Atendechat">
        <Wordmark />
        <div className={css.pitch}>
          <p className={css.headline}>{t("headline")}</p>
          <ul className={css.promises}>
            {PROMISES.map(({ icon: Icon, key }) => (
              <li key={key}>
                <Icon aria-hidden size={20} />
                <span>{t(key)}</span>
              </li>
            ))}
          </ul>
        </div>
        <p className={css.licence}>{t("openSource")}</p>
      </aside>
      <div className={css.side}>
        <main ref={main} className={css.main}>
          <div className={css.narrowBrand}>
            <Wordmark />
          </div>
          <h1 ref={heading} tabIndex={-1} className={css.title} dir="auto">
            {title}
          </h1>
          {text && <div className={css.text}>{text}</div>}
          <div className={css.content}>{children}</div>
          {footer && <div className={css.footer}>{footer}</div>}
        </main>
        <Languages />
      </div>
    </div>
  );
}

function Wordmark() {
  return (
    <p className={css.wordmark}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <path
          fill="currentColor"
          d="M16 3C8.8 3 3 8.2 3 14.6c0 3.7 1.9 7 5 9.1V29l5-2.8c1 .2 2 .3 3 .3 7.2 0 13-5.2 13-11.9S23.2 3 16 3Z"
        />
        <path
          className={css.tick}
          fill="none"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
          d="m8.8 15.2 3.7 3.7 6.8-7.5M17 18.3l.8.7 6-6.8"
        />
      </svg>
      Atendechat
    </p>
  );
}

const LANGUAGES = [
  { locale: "pt", tag: "pt-BR", name: "Português" },
  { locale: "en", tag: "en", name: "English" },
] as const;

function Languages() {
  const t = useTranslations("auth");
  const shown = useLocale();
  return (
    <nav className={css.languages} aria-label={t("language")}>
      {LANGUAGES.map(({ locale, tag, name }) => (
        <button
          key={locale}
          type="button"
          lang={tag}
          className={css.language}
          aria-pressed={tag === shown}
          onClick={() => void messageStore.change(locale)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
