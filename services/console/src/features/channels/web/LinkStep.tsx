/** A phone is linked: by a QR code or a code to type, until the channel is open. Each step is said aloud. */

import { useQueryClient } from "@tanstack/react-query";
import { CircleCheck, PowerOff, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Empty } from "@/shared/ui/Empty";
import { Spinner } from "@/shared/ui/Spinner";
import { toast } from "@/shared/ui/toast";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import css from "../channels.module.css";
import { CodePanel } from "./CodePanel";
import { startPairing, usePairing } from "./data";
import { PhoneForm } from "./PhoneForm";
import { QrPanel } from "./QrPanel";
import { SessionError } from "./SessionError";
import { type Progress, progressOf, type WebChannel } from "./session";
import web from "./web.module.css";

/** There is no code to ask for. */
const SETTLED: ReadonlySet<Progress> = new Set(["open", "stopped"]);

export function LinkStep({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb.link");
  const words = useProblemWords();
  const client = useQueryClient();
  const { session } = channel;
  const isOff = channel.status === "disabled";
  const { data: pairing } = usePairing(channel.id, !isOff && !SETTLED.has(progressOf(channel)));
  const progress = progressOf(channel, pairing);
  const [isBusy, setBusy] = useState(false);
  const [asksPhone, setAsksPhone] = useState(false);

  const start = async (body: Parameters<typeof startPairing>[2]) => {
    setBusy(true);
    try {
      await startPairing(client, channel.id, body);
      setAsksPhone(false);
    } finally {
      setBusy(false);
    }
  };
  const showQr = () =>
    start({ method: "qr" }).catch((error: unknown) => toast({ text: words(error), tone: "danger" }));
  const askPhone = () => setAsksPhone(true);
  const isByCode = session.status === "pair_code" || (progress === "waiting" && pairing?.method === "code");

  if (isOff) return <Off channel={channel} />;
  return (
    <>
      <p role="status" className={web.announced}>
        <VisuallyHidden>{t(`progress.${progress}`)}</VisuallyHidden>
      </p>
      {progress === "open" ? (
        <Linked channel={channel} />
      ) : asksPhone ? (
        <PhoneForm onSend={(phone) => start({ method: "code", phone })} onBack={() => setAsksPhone(false)} />
      ) : progress === "start" || progress === "stopped" ? (
        <>
          <SessionError session={session} />
          <Empty
            icon={Smartphone}
            title={session.lastError ? t("again") : t("choose")}
            text={t("chooseText")}
            action={
              <div className={css.tools}>
                <Button variant="primary" busy={isBusy} onClick={() => void showQr()}>
                  {t("showQr")}
                </Button>
                <Button onClick={askPhone}>{t("useCode")}</Button>
              </div>
            }
          />
        </>
      ) : progress === "linked" ? (
        <Waiting title={t("linked")} text={t("linkedText")} />
      ) : isByCode ? (
        <CodePanel pairing={pairing} isBusy={isBusy} onQr={() => void showQr()} onAgain={askPhone} />
      ) : progress === "waiting" && session.phone !== null && !pairing?.method ? (
        <Waiting title={t("opening")} text={t("openingText")} />
      ) : (
        <QrPanel pairing={pairing} isBusy={isBusy} onAgain={() => void showQr()} onCode={askPhone} />
      )}
    </>
  );
}

function Waiting({ title, text }: { title: string; text: string }) {
  return (
    <Banner tone="info" title={title} action={<Spinner />}>
      {text}
    </Banner>
  );
}

function Off({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb.link");
  return (
    <Empty
      icon={PowerOff}
      title={t("off")}
      text={t("offText")}
      action={
        <ButtonLink
          variant="primary"
          to="/channels/{-$channelId}"
          params={{ channelId: channel.id }}
          search={{ part: "settings" }}
        >
          {t("toSettings")}
        </ButtonLink>
      }
    />
  );
}

function Linked({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb.link");
  const format = useFormat();
  const { phone, history } = channel.session;
  return (
    <Empty
      icon={CircleCheck}
      title={phone ? t("openAs", { phone: format.phone(phone) }) : t("open")}
      text={history ? t("openHistory") : t("openText")}
      action={
        <div className={css.tools}>
          <ButtonLink variant="primary" to="/inbox/{-$ticketId}" params={{ ticketId: undefined }}>
            {t("toInbox")}
          </ButtonLink>
          <ButtonLink to="/channels/{-$channelId}" params={{ channelId: channel.id }}>
            {t("toChannel")}
          </ButtonLink>
        </div>
      }
    />
  );
}
