/** The code to type on the phone: large, read out letter by letter, and copied by a press. */

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Spinner } from "@/shared/ui/Spinner";
import { toast } from "@/shared/ui/toast";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import css from "../channels.module.css";
import { Countdown, useSecondsLeft } from "./Countdown";
import { PhoneSteps } from "./PhoneSteps";
import { type Pairing, spelled } from "./session";
import { useFocusIfLost } from "./useFocusIfLost";
import web from "./web.module.css";

interface CodePanelProps {
  pairing: Pairing | undefined;
  isBusy: boolean;
  onQr: () => void;
  /** Asks for the phone again, and so for another code. */
  onAgain: () => void;
}

export function CodePanel({ pairing, isBusy, onQr, onAgain }: CodePanelProps) {
  const t = useTranslations("channelsWeb.link");
  const heading = useFocusIfLost<HTMLHeadingElement>();
  const code = pairing?.kind === "code" ? pairing.code : null;
  const left = useSecondsLeft(code === null ? null : (pairing?.expiresAt ?? null));
  return (
    <section className={web.link} aria-labelledby="type">
      <div className={web.picture}>
        {left === 0 ? (
          <div className={web.noCode}>
            <p>{t("codeOver")}</p>
          </div>
        ) : code === null ? (
          <div className={web.noCode}>
            <Spinner />
            <p>{t("waitingForCode")}</p>
          </div>
        ) : (
          <Code code={code} />
        )}
        <Countdown left={left} words="codeLeft" />
      </div>
      <div className={web.words}>
        <h2 id="type" ref={heading} tabIndex={-1}>
          {t("type")}
        </h2>
        <PhoneSteps steps={["open", "devices", "linkDevice", "byNumber", "enter"]} />
        <p className={css.note}>{t("codeNote")}</p>
        <div className={css.tools}>
          <Button busy={isBusy} onClick={onQr}>
            {t("qrInstead")}
          </Button>
          <Button onClick={onAgain}>{t("newCode")}</Button>
        </div>
      </div>
    </section>
  );
}

const COPIED_FOR_MS = 2000;

function Code({ code }: { code: string }) {
  const t = useTranslations("channelsWeb.link");
  const shared = useTranslations("shared.ui");
  const [isCopied, setCopied] = useState(false);
  const { shown, read } = spelled(code);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => toast({ text: shared("copyFailed"), tone: "danger" }),
    );
  };
  return (
    <>
      <p className={web.code} dir="ltr">
        <span aria-hidden="true">{shown}</span>
        <VisuallyHidden>{t("codeRead", { code: read })}</VisuallyHidden>
      </p>
      <Button icon={isCopied ? Check : Copy} onClick={copy}>
        {t("copy")}
      </Button>
      <span role="status">{isCopied && <VisuallyHidden>{shared("copied")}</VisuallyHidden>}</span>
    </>
  );
}
