/** The list that a combobox opens: what was found, or why there is nothing. */

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ComboOption, SearchState } from "./comboboxSearch";
import popup from "./popup.module.css";
import { Spinner } from "./Spinner";

/** The value of the option that stands for what is typed and does not exist yet. */
export const CREATE = "\u0000create";

export function ComboPopup({ state, isEmpty }: { state: SearchState; isEmpty: boolean }) {
  const t = useTranslations("shared");
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className={popup.positioner}>
        <Base.Popup className={popup.popup} aria-busy={state === "running" || undefined}>
          <Base.Status className={popup.status}>
            {state === "running" && isEmpty && (
              <>
                <Spinner size={14} />
                {t("ui.searching")}
              </>
            )}
            {state === "failed" && t("ui.searchFailed")}
            {state === "found" && isEmpty && t("ui.noMatches")}
          </Base.Status>
          <Base.List>
            {(option: ComboOption) => (
              <Base.Item key={option.value} value={option} disabled={option.disabled} className={popup.item}>
                <span className={popup.check}>
                  {option.value === CREATE ? (
                    <Plus aria-hidden size={14} />
                  ) : (
                    <Base.ItemIndicator>
                      <Check aria-hidden size={14} />
                    </Base.ItemIndicator>
                  )}
                </span>
                {option.icon && <option.icon aria-hidden size={16} />}
                {option.mark}
                <span className={popup.words} dir="auto">
                  {option.value === CREATE ? t("ui.create", { name: option.label }) : option.label}
                  {option.hint && <span className={popup.hint}>{option.hint}</span>}
                </span>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
