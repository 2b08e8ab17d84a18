/** One webhook: where it goes, how it stands, and what can be done with it. */

import {
  Ellipsis,
  FlaskConical,
  KeyRound,
  ListChecks,
  Pencil,
  Power,
  Trash2,
  Webhook as WebhookIcon,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Row } from "../parts/Rows";
import type { Webhook } from "./data";
import { type Health, healthOf } from "./rules";
import css from "./webhooks.module.css";

const TONES: Record<Health, BadgeTone> = {
  off: "neutral",
  failing: "danger",
  paused: "warning",
  well: "accent",
  unused: "info",
};

export type WebhookTask = "change" | "rotate" | "deliveries" | "test" | "switch" | "remove";

interface WebhookRowProps {
  webhook: Webhook;
  mayWrite: boolean;
  onTask: (task: WebhookTask) => void;
}

export function WebhookRow({ webhook, mayWrite, onTask }: WebhookRowProps) {
  const t = useTranslations("settingsWebhooks");
  const parts = useTranslations("settingsParts");
  const health = healthOf(webhook);
  const items: MenuItem[] = [
    { label: t("deliveries.open"), icon: ListChecks, onSelect: () => onTask("deliveries") },
    ...(mayWrite
      ? ([
          { label: t("test.open"), icon: FlaskConical, onSelect: () => onTask("test") },
          { label: parts("edit"), icon: Pencil, onSelect: () => onTask("change") },
          { label: t("rotate.open"), icon: KeyRound, onSelect: () => onTask("rotate") },
          {
            label: webhook.active ? t("switchOff") : t("switchOn"),
            icon: Power,
            onSelect: () => onTask("switch"),
          },
          "separator",
          { label: parts("delete"), icon: Trash2, danger: true, onSelect: () => onTask("remove") },
        ] as const)
      : []),
  ];
  const types =
    webhook.eventTypes.length === 0 ? t("everything") : t("typeCount", { count: webhook.eventTypes.length });
  const text = [
    webhook.description,
    types,
    webhook.backlog > 0 && t("backlog", { count: webhook.backlog }),
    webhook.dropped > 0 && t("dropped", { count: webhook.dropped }),
    !webhook.active && webhook.disabledReason && t(`reasons.${webhook.disabledReason}`),
  ];
  return (
    <Row
      mark={<WebhookIcon aria-hidden size={18} />}
      title={
        <span className={css.url} dir="ltr">
          {webhook.url}
        </span>
      }
      badges={<Badge tone={TONES[health]}>{t(`health.${health}`)}</Badge>}
      text={text.filter(Boolean).join(" · ")}
      onOpen={() => onTask("deliveries")}
      actions={
        <Menu
          trigger={<IconButton label={parts("actionsOf", { name: webhook.url })} icon={Ellipsis} />}
          items={items}
        />
      }
    />
  );
}
