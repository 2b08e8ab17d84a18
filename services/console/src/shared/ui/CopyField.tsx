/** A value to be carried elsewhere: shown whole, copied by a press. */

import { Check, Copy, Eye, EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./CopyField.module.css";
import { Field } from "./Field";
import { IconButton } from "./IconButton";
import { TextInput } from "./TextInput";
import { toast } from "./toast";
import { VisuallyHidden } from "./VisuallyHidden";

interface CopyFieldProps {
  label: string;
  value: string;
  hint?: string;
  /** Dots until it is asked to be shown. */
  secret?: boolean;
}

const COPIED_FOR_MS = 2000;

export function CopyField({ label, value, hint, secret = false }: CopyFieldProps) {
  const t = useTranslations("shared");
  const [isShown, setShown] = useState(!secret);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => toast({ text: t("ui.copyFailed"), tone: "danger" }),
    );
  };
  return (
    <Field label={label} hint={hint}>
      <div className={css.line}>
        <TextInput
          readOnly
          dir="ltr"
          type={isShown ? "text" : "password"}
          autoComplete="off"
          value={value}
          className={css.value}
          onFocus={(event) => event.target.select()}
        />
        {secret && (
          <IconButton
            variant="secondary"
            size="large"
            className={css.tool}
            label={isShown ? t("ui.hide", { name: label }) : t("ui.show", { name: label })}
            icon={isShown ? EyeOff : Eye}
            onClick={() => setShown(!isShown)}
          />
        )}
        <IconButton
          variant="secondary"
          size="large"
          className={css.tool}
          label={t("ui.copy", { name: label })}
          icon={isCopied ? Check : Copy}
          onClick={copy}
        />
        <span role="status">{isCopied && <VisuallyHidden>{t("ui.copied")}</VisuallyHidden>}</span>
      </div>
    </Field>
  );
}
