/** What WhatsApp Web may cost, and the tick without which there is no channel of it. */

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import css from "../channels.module.css";
import web from "./web.module.css";

const RISKS = ["terms", "number", "tested", "lost", "slow"] as const;

interface RiskStepProps {
  isAccepted: boolean;
  onAccept: (isAccepted: boolean) => void;
  onNext: () => void;
}

export function RiskStep({ isAccepted, onAccept, onNext }: RiskStepProps) {
  const t = useTranslations("channelsWeb.risk");
  const [isMissing, setMissing] = useState(false);
  const problem = useId();
  const next = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissing(!isAccepted);
    if (isAccepted) onNext();
    else event.currentTarget.querySelector<HTMLElement>("input")?.focus();
  };
  return (
    <form className={css.stack} noValidate onSubmit={next}>
      <Banner tone="warning" title={t("title")}>
        <ul className={web.risks}>
          {RISKS.map((risk) => (
            <li key={risk}>{t.rich(`of.${risk}`, { b: (words) => <b>{words}</b> })}</li>
          ))}
        </ul>
      </Banner>
      <p>{t("advice")}</p>
      <div>
        <Checkbox
          label={t("accept")}
          checked={isAccepted}
          onValue={(value) => {
            onAccept(value);
            setMissing(false);
          }}
          aria-invalid={isMissing || undefined}
          aria-describedby={isMissing ? problem : undefined}
        />
        {isMissing && (
          <p id={problem} className={web.problem}>
            {t("missing")}
          </p>
        )}
      </div>
      <div>
        <Button type="submit" variant="primary">
          {t("next")}
        </Button>
      </div>
    </form>
  );
}
