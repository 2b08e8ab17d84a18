/** The first message: somebody writes to the number, and it is seen to arrive. */

import { CircleCheck, MessageCircle } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { useLive } from "@/shared/realtime/sockets";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Empty } from "@/shared/ui/Empty";
import { QrCode } from "@/shared/ui/QrCode";
import css from "../channels.module.css";
import guide from "./connect.module.css";
import { digits } from "./numberForm";

export function MessageStep({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.connectGuide.message");
  const format = useFormat();
  const [arrived, setArrived] = useState<string>();
  useLive("chat", "message.created", ({ message }) => {
    if (message.channelId === channel.id && message.direction === "in" && message.ticketId)
      setArrived(message.ticketId);
  });
  if (arrived !== undefined) {
    return (
      <div aria-live="polite">
        <Empty
          icon={CircleCheck}
          title={t("arrived")}
          text={t("arrivedText")}
          action={
            <ButtonLink variant="primary" to="/inbox/{-$ticketId}" params={{ ticketId: arrived }}>
              {t("open")}
            </ButtonLink>
          }
        />
      </div>
    );
  }
  const phone = channel.displayPhone;
  return (
    <section className={guide.guide}>
      <h2>{t("title")}</h2>
      <p>{phone ? t("text", { phone: format.phone(phone) }) : t("textNoPhone")}</p>
      {phone && (
        <div className={guide.code}>
          <QrCode value={`https://wa.me/${digits(phone)}`} label={t("code")} size={160} />
          <p className={css.note}>{t("codeHint")}</p>
        </div>
      )}
      <p className={guide.waiting} role="status">
        <MessageCircle aria-hidden size={18} />
        {t("waiting")}
      </p>
      <div>
        <ButtonLink to="/channels/{-$channelId}" params={{ channelId: channel.id }}>
          {t("skip")}
        </ButtonLink>
      </div>
    </section>
  );
}
