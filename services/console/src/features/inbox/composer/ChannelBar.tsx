/** The ticket's channel is away, so that what is sent has to wait: for a moment, or until a person connects it again. */

import { CloudOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import css from "./Composer.module.css";

/** The session is on its way back by itself. */
const RETURNING = new Set(["connecting", "paired", "backoff"]);

export function ChannelBar({ channelId }: { channelId: string }) {
  const t = useTranslations("inboxComposer.channel");
  const mayConnect = useMay("channels:write");
  const channel = useChannels().byId.get(channelId);
  if (!channel?.session || channel.session.status === "open") return null;
  const { status, linked } = channel.session;
  const isReturning =
    channel.status !== "disabled" && (RETURNING.has(status) || (status === "idle" && linked));
  return (
    <div className={css.windowBar} role="status">
      <CloudOff size={18} aria-hidden="true" />
      <p className={css.gateWords}>{t(isReturning ? "returning" : "stopped", { name: channel.name })}</p>
      {!isReturning && mayConnect && (
        <ButtonLink size="small" to="/channels/{-$channelId}" params={{ channelId }}>
          {t("connect")}
        </ButtonLink>
      )}
    </div>
  );
}
