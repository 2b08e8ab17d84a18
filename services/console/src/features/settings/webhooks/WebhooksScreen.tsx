/** Webhooks: other systems that are told what happens. */

import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { deleteWebhook, testWebhook, updateWebhook, useWebhooks, type Webhook } from "./data";
import { WebhookRow, type WebhookTask } from "./WebhookRow";

const WebhookDialog = lazy(() => import("./WebhookDialog").then((m) => ({ default: m.WebhookDialog })));
const RotateDialog = lazy(() => import("./RotateDialog").then((m) => ({ default: m.RotateDialog })));
const SecretDialog = lazy(() => import("./SecretDialog").then((m) => ({ default: m.SecretDialog })));
const DeliveriesDrawer = lazy(() =>
  import("./DeliveriesDrawer").then((m) => ({ default: m.DeliveriesDrawer })),
);

type Open = { kind: "create" } | { kind: "change" | "rotate" | "deliveries"; webhook: Webhook };

export function WebhooksScreen() {
  return (
    <Guarded permission="webhooks:read">
      <Webhooks />
    </Guarded>
  );
}

function Webhooks() {
  const t = useTranslations("settingsWebhooks");
  const words = useProblemWords();
  const mayWrite = useMay("webhooks:write");
  const query = useWebhooks();
  const [open, setOpen] = useState<Open>();
  const [secret, setSecret] = useState<string>();
  const close = () => setOpen(undefined);

  const test = async (webhook: Webhook) => {
    const { status, code, error } = await testWebhook(webhook.id);
    if (status === "delivered") toast({ tone: "good", text: t("test.well", { code: code ?? 200 }) });
    else
      toast({
        tone: "danger",
        text: error ? t(`deliveries.errors.${error}`) : t("test.badly", { code: code ?? 0 }),
      });
  };
  const remove = async (webhook: Webhook) => {
    const isSure = await confirm({
      title: t("remove.title"),
      text: t("remove.text", { url: webhook.url }),
      action: t("remove.action"),
      danger: true,
    });
    if (isSure) await deleteWebhook(webhook.id);
  };
  const act = async (webhook: Webhook, task: WebhookTask) => {
    if (task === "change" || task === "rotate" || task === "deliveries") {
      setOpen({ kind: task, webhook });
      return;
    }
    try {
      if (task === "test") await test(webhook);
      else if (task === "remove") await remove(webhook);
      else await updateWebhook(webhook.id, { active: !webhook.active });
    } catch (error) {
      toast({ tone: "danger", text: words(error) });
    }
  };
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        mayWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setOpen({ kind: "create" })}>
            {t("create")}
          </Button>
        )
      }
    >
      <Listing<Webhook>
        query={query}
        empty={<Empty icon={WebhookIcon} title={t("none")} text={t("noneText")} compact />}
      >
        {(webhooks) => (
          <Rows label={t("title")}>
            {webhooks.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                webhook={webhook}
                mayWrite={mayWrite}
                onTask={(task) => void act(webhook, task)}
              />
            ))}
          </Rows>
        )}
      </Listing>
      <Suspense>
        {open?.kind === "create" && <WebhookDialog onSecret={setSecret} onClose={close} />}
        {open?.kind === "change" && (
          <WebhookDialog webhook={open.webhook} onSecret={setSecret} onClose={close} />
        )}
        {open?.kind === "rotate" && (
          <RotateDialog webhook={open.webhook} onSecret={setSecret} onClose={close} />
        )}
        {open?.kind === "deliveries" && <DeliveriesDrawer webhook={open.webhook} onClose={close} />}
        {secret && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
