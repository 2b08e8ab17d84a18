/**
 * What stands around a control: its label, a hint, and what is wrong with it. The control inside takes its name and
 * descriptions from here by `useControl`, whichever it is: an input, a select, a combobox.
 */

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, use, useId, useMemo } from "react";
import { useTranslations } from "use-intl";
import css from "./Field.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface Control {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  disabled?: boolean;
}

const ControlContext = createContext<Control | undefined>(undefined);

/** What a control needs to belong to the field around it; its own props come after it and win. */
export function useControl(own: { id?: string; disabled?: boolean } = {}): Partial<Control> {
  const control = use(ControlContext);
  if (!control) return own.id === undefined ? {} : { id: own.id };
  return { ...control, id: own.id ?? control.id, disabled: own.disabled ?? control.disabled };
}

interface FieldProps {
  label: string;
  /** Kept for screen readers; for search fields and cells of tables. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** What is wrong, in words that say what to do. */
  error?: string | null;
  required?: boolean;
  /** Says so beside the label; use it where most fields are required. */
  optional?: boolean;
  disabled?: boolean;
  /** At the label's end, such as a counter or a link. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Field(props: FieldProps) {
  const { label, hideLabel, hint, error, required, optional, disabled, aside, className, children } = props;
  const t = useTranslations("shared");
  const id = useId();
  const hasHint = Boolean(hint);
  const hasError = Boolean(error);
  const control = useMemo<Control>(() => {
    const described = [hasError && `${id}-error`, hasHint && `${id}-hint`].filter(Boolean).join(" ");
    return {
      id,
      "aria-describedby": described || undefined,
      "aria-invalid": hasError || undefined,
      "aria-required": required || undefined,
      disabled,
    };
  }, [id, hasError, hasHint, required, disabled]);
  const words = (
    <label htmlFor={id} id={`${id}-label`} className={css.label}>
      {label}
      {optional && <span className={css.optional}>{t("ui.optional")}</span>}
    </label>
  );
  return (
    <ControlContext value={control}>
      <div className={[css.field, className].filter(Boolean).join(" ")}>
        {hideLabel ? (
          <VisuallyHidden>{words}</VisuallyHidden>
        ) : (
          <div className={css.top}>
            {words}
            {aside && <span className={css.aside}>{aside}</span>}
          </div>
        )}
        {children}
        {hasError && (
          <p id={`${id}-error`} className={css.error} role="alert">
            <CircleAlert aria-hidden size={14} />
            <span>{error}</span>
          </p>
        )}
        {hasHint && (
          <div id={`${id}-hint`} className={css.hint}>
            {hint}
          </div>
        )}
      </div>
    </ControlContext>
  );
}
