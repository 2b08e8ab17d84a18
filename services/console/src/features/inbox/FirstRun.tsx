/** The inbox before the first channel: connect a number, have somebody write in, answer. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ExternalLink, MessageCircleReply, MessageSquarePlus, Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { buttonClass } from "@/shared/ui/Button";
import { Page } from "@/shared/ui/Page";
import css from "./firstRun.module.css";

/** The simulator of WhatsApp that the installation has, if it has one. */
export function useSimulator(): string | undefined {
  const { data } = useQuery({
    queryKey: ["links"],
    queryFn: async () => {
      const response = await fetch("/gateway/links.json");
      if (!response.ok) return "";
      const { simulator } = (await response.json()) as { simulator?: unknown };
      return typeof simulator === "string" && /^https?:\/\//.test(simulator) ? simulator : "";
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data || undefined;
}

export function FirstRun() {
  const t = useTranslations("inbox");
  const mayConnect = useMay("channels:write");
  const simulator = useSimulator();
  const steps = [
    {
      name: "connect",
      icon: Smartphone,
      action: mayConnect ? (
        <Link to="/channels/new" className={buttonClass({ variant: "primary" })}>
          {t("firstRun.connectAction")}
        </Link>
      ) : (
        <p className={css.muted}>{t("firstRun.connectAsk")}</p>
      ),
    },
    {
      name: "write",
      icon: MessageSquarePlus,
      action: simulator && (
        <a className={buttonClass()} href={simulator} target="_blank" rel="noreferrer">
          {t("firstRun.simulator")} <ExternalLink aria-hidden size={14} />
        </a>
      ),
    },
    { name: "answer", icon: MessageCircleReply, action: undefined },
  ] as const;
  return (
    <Page title={t("firstRun.title")} text={t("firstRun.text")} width="reading">
      <ol className={css.steps}>
        {steps.map(({ name, icon: Icon, action }, at) => (
          <li key={name} className={css.step} data-current={at === 0}>
            <span className={css.icon}>
              <Icon aria-hidden size={22} strokeWidth={1.75} />
            </span>
            <div className={css.words}>
              <h2 className={css.title}>{t(`firstRun.${name}`)}</h2>
              <p className={css.muted}>{t(`firstRun.${name}Text`)}</p>
              {action}
            </div>
          </li>
        ))}
      </ol>
    </Page>
  );
}
