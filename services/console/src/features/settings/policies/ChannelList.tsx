/** The channels, and what differs on each from the rules of the company. */

import { MessageCircle, RotateCcw } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { type Channel, useChannels, useQueues } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { toast } from "@/shared/ui/toast";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { Section } from "../Section";
import { type ChannelPolicies, resetChannel, useChannelPolicies } from "./data";

const ChannelDialog = lazy(() => import("./ChannelDialog").then((m) => ({ default: m.ChannelDialog })));

export function ChannelList() {
  const t = useTranslations("settingsPolicies");
  const words = useProblemWords();
  const mayManage = useMay("tickets:manage");
  const mayRead = useMay("channels:read");
  const channels = useChannels();
  const queues = useQueues();
  const decided = useChannelPolicies();
  const [task, setTask] = useState<Channel>();
  if (!mayRead) return null;
  const own = new Map((decided.data ?? []).map((rules) => [rules.channelId, rules]));

  const shown = (rules: ChannelPolicies | undefined) => {
    if (!rules) return t("channels.same");
    const queue = rules.defaultQueueId && queues.byId.get(rules.defaultQueueId)?.name;
    const found = [
      rules.menu && t("channels.menu", { count: rules.menu.options.length }),
      queue && t("channels.queue", { name: queue }),
      (rules.greeting !== null || rules.greetingEnabled !== null) && t("channels.greeting"),
      rules.reopenRule !== null && t("channels.reopen"),
      rules.closeAfterHours !== null && t("channels.close"),
    ].filter(Boolean);
    return found.length > 0 ? found.join(" · ") : t("channels.same");
  };
  const reset = async (channel: Channel) => {
    const isSure = await confirm({
      title: t("channels.resetTitle", { name: channel.name }),
      text: t("channels.resetText"),
      action: t("channels.resetAction"),
      danger: true,
    });
    if (!isSure) return;
    await resetChannel(channel.id).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  return (
    <Section title={t("channels.title")} text={t("channels.text")}>
      {decided.error && !decided.data ? (
        <ErrorBox error={decided.error} onRetry={() => void decided.refetch()} compact />
      ) : (
        <Listing<Channel>
          query={channels.query}
          empty={<Empty icon={MessageCircle} title={t("channels.none")} compact />}
        >
          {(items) => (
            <Rows label={t("channels.title")}>
              {items.map((channel) => (
                <Row
                  key={channel.id}
                  mark={<MessageCircle aria-hidden size={18} />}
                  title={channel.name}
                  text={shown(own.get(channel.id))}
                  onOpen={mayManage && decided.data ? () => setTask(channel) : undefined}
                  actions={
                    mayManage &&
                    own.has(channel.id) && (
                      <IconButton
                        label={t("channels.reset", { name: channel.name })}
                        icon={RotateCcw}
                        onClick={() => void reset(channel)}
                      />
                    )
                  }
                />
              ))}
            </Rows>
          )}
        </Listing>
      )}
      <Suspense>
        {task && <ChannelDialog channel={task} rules={own.get(task.id)} onClose={() => setTask(undefined)} />}
      </Suspense>
    </Section>
  );
}
