/** How a number is connected: by the Cloud API or by WhatsApp Web, with what speaks for and against each. */

import { useNavigate } from "@tanstack/react-router";
import { BadgeCheck, CircleMinus, CirclePlus, QrCode } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/shared/ui/Badge";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Page } from "@/shared/ui/Page";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import css from "../channels.module.css";
import { PROVIDERS } from "../search";
import choice from "./choice.module.css";

const ICONS = { cloud: BadgeCheck, web: QrCode };
const FOR = ["one", "two", "three"] as const;

export function ProviderChoice() {
  const t = useTranslations("channels.choice");
  const navigate = useNavigate();
  return (
    <Page
      title={t("title")}
      text={t("text")}
      onBack={() => void navigate({ to: "/channels/{-$channelId}", params: { channelId: undefined } })}
    >
      <div className={choice.cards}>
        {PROVIDERS.map((provider) => {
          const Icon = ICONS[provider];
          return (
            <section key={provider} className={css.card} aria-labelledby={`provider-${provider}`}>
              <header className={css.cardHeader}>
                <h2 id={`provider-${provider}`} className={choice.title}>
                  <Icon aria-hidden size={20} />
                  {t(`${provider}.name`)}
                </h2>
                <Badge tone={provider === "cloud" ? "accent" : "warning"}>{t(`${provider}.badge`)}</Badge>
              </header>
              <p>{t(`${provider}.text`)}</p>
              <ul className={choice.points}>
                {FOR.map((point) => (
                  <li key={point}>
                    <CirclePlus aria-hidden size={18} className={choice.good} />
                    <span>
                      <VisuallyHidden>{t("for")} </VisuallyHidden>
                      {t(`${provider}.for.${point}`)}
                    </span>
                  </li>
                ))}
                {FOR.map((point) => (
                  <li key={point}>
                    <CircleMinus aria-hidden size={18} className={choice.bad} />
                    <span>
                      <VisuallyHidden>{t("against")} </VisuallyHidden>
                      {t(`${provider}.against.${point}`)}
                    </span>
                  </li>
                ))}
              </ul>
              <div className={choice.action}>
                <ButtonLink
                  to="/channels/new"
                  search={{ provider }}
                  variant={provider === "cloud" ? "primary" : "secondary"}
                >
                  {t(`${provider}.choose`)}
                </ButtonLink>
              </div>
            </section>
          );
        })}
      </div>
    </Page>
  );
}
