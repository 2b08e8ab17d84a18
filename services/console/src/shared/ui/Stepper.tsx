/** The steps of something that is done in order: which is shown, which are done, and which need something. */

import { Check, CircleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import css from "./Stepper.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

export interface Step<Id extends string = string> {
  id: Id;
  label: string;
  state?: "todo" | "done" | "problem";
  /** What it holds, once it is done. */
  hint?: string;
}

interface StepperProps<Id extends string> {
  label: string;
  steps: readonly Step<Id>[];
  current: Id;
  /** Goes to a step; steps after the current one are left to those that are done or have a problem. */
  onStep?: (id: Id) => void;
}

export function Stepper<Id extends string>({ label, steps, current, onStep }: StepperProps<Id>) {
  const t = useTranslations("shared");
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={label}>
      <ol className={css.steps}>
        {steps.map((step, index) => {
          const { id, state = "todo", hint } = step;
          const isOpen = onStep && (index <= at || state !== "todo");
          const content = (
            <>
              <span className={css.mark} data-state={state} aria-hidden="true">
                {state === "done" && id !== current ? (
                  <Check size={14} strokeWidth={2.5} />
                ) : state === "problem" ? (
                  <CircleAlert size={14} strokeWidth={2.5} />
                ) : (
                  index + 1
                )}
              </span>
              <span className={css.words}>
                <span className={css.label}>{step.label}</span>
                {hint && <span className={css.hint}>{hint}</span>}
                {state !== "todo" && (
                  <VisuallyHidden>{state === "done" ? t("ui.stepDone") : t("ui.stepProblem")}</VisuallyHidden>
                )}
              </span>
            </>
          );
          return (
            <li key={id} className={css.step} aria-current={id === current ? "step" : undefined}>
              {isOpen ? (
                <button type="button" className={`${css.button} ${css.open}`} onClick={() => onStep(id)}>
                  {content}
                </button>
              ) : (
                <span className={css.button}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
