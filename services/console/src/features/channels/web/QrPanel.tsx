/** The QR code to scan, what to tap on the phone, and how long the code is good. */

import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { QrCode } from "@/shared/ui/QrCode";
import { Spinner } from "@/shared/ui/Spinner";
import css from "../channels.module.css";
import { Countdown, useSecondsLeft } from "./Countdown";
import { PhoneSteps } from "./PhoneSteps";
import type { Pairing } from "./session";
import { useFocusIfLost } from "./useFocusIfLost";
import web from "./web.module.css";

interface QrPanelProps {
  pairing: Pairing | undefined;
  isBusy: boolean;
  onAgain: () => void;
  onCode: () => void;
}

export function QrPanel({ pairing, isBusy, onAgain, onCode }: QrPanelProps) {
  const t = useTranslations("channelsWeb.link");
  const heading = useFocusIfLost<HTMLHeadingElement>();
  const code = pairing?.kind === "qr" ? pairing.code : null;
  const left = useSecondsLeft(code === null ? null : (pairing?.expiresAt ?? null));
  const isOver = code === null || left === 0;
  return (
    <section className={web.link} aria-labelledby="scan">
      <div className={web.picture}>
        {isOver ? (
          <div className={web.noCode}>
            <Spinner />
            <p>{t("waitingForCode")}</p>
          </div>
        ) : (
          <QrCode value={code} label={t("qrLabel")} size={264} />
        )}
        <Countdown left={left} words="qrLeft" />
      </div>
      <div className={web.words}>
        <h2 id="scan" ref={heading} tabIndex={-1}>
          {t("scan")}
        </h2>
        <PhoneSteps steps={["open", "devices", "linkDevice", "point"]} />
        <p className={css.note}>{t("qrNote")}</p>
        <div className={css.tools}>
          <Button onClick={onCode}>{t("codeInstead")}</Button>
          {isOver && (
            <Button busy={isBusy} onClick={onAgain}>
              {t("newQr")}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}
