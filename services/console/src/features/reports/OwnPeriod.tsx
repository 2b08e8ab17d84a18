/** The choice of a period from one day to another. */

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { lengthOf, MOST_DAYS, type Period, today } from "./period";
import css from "./reports.module.css";

interface OwnPeriodProps {
  period: Period;
  onClose: () => void;
  onChange: (period: Period) => void;
}

export function OwnPeriod({ period, onClose, onChange }: OwnPeriodProps) {
  const t = useTranslations("reports.period");
  const day = today(useSession().company.timeZone);
  const form = useId();
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const problem =
    from === "" || to === "" || from > to
      ? t("reversed")
      : lengthOf({ from, to }) > MOST_DAYS
        ? t("tooLong", { days: MOST_DAYS })
        : undefined;
  return (
    <Dialog
      open
      size="small"
      title={t("own")}
      onClose={onClose}
      onSubmit={() => {
        if (!problem) onChange({ from, to });
      }}
      actions={
        <Button variant="primary" type="submit" disabled={problem !== undefined}>
          {t("show")}
        </Button>
      }
    >
      <div className={css.dates}>
        <Field label={t("from")}>
          <TextInput id={`${form}-from`} type="date" value={from} max={day} onValue={setFrom} />
        </Field>
        <Field label={t("to")} error={problem ?? null}>
          <TextInput id={`${form}-to`} type="date" value={to} max={day} onValue={setTo} />
        </Field>
      </div>
    </Dialog>
  );
}
