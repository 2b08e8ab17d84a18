/** What was checked of a number, each with its state in words and what to do where it is not right. */

import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { useTranslations } from "use-intl";
import css from "./channels.module.css";
import type { Health } from "./data";
import { checksOf } from "./health";

const ICONS = { good: CircleCheck, problem: CircleAlert, unknown: CircleHelp };

export function ChecksList({ health }: { health: Health }) {
  const t = useTranslations("channels.checks");
  return (
    <ul className={css.checks}>
      {checksOf(health).map(({ id, state }) => {
        const Icon = ICONS[state];
        return (
          <li key={id} data-state={state}>
            <Icon aria-hidden size={18} />
            <div>
              <strong>{t(`${id}.name`)}</strong>
              <span>{t(`${id}.${state}`)}</span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
