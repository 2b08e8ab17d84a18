/**
 * Several values of a list, shown as chips. Backspace takes the last one away, the left arrow goes to the chips. With
 * `onCreate` what is typed and not in the list can be added.
 */

import { Combobox as Base } from "@base-ui/react/combobox";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import css from "./Combobox.module.css";
import { ComboPopup, CREATE } from "./ComboPopup";
import { type ComboOption, type ComboSearch, useComboItems } from "./comboboxSearch";
import control from "./control.module.css";
import { useControl } from "./Field";

interface MultiComboboxProps {
  value: readonly ComboOption[];
  onValue: (value: ComboOption[]) => void;
  options?: readonly ComboOption[];
  onSearch?: ComboSearch;
  /** Makes what was typed a value; null refuses it. */
  onCreate?: (typed: string) => ComboOption | null | Promise<ComboOption | null>;
  placeholder?: string;
  label?: string;
  disabled?: boolean;
  id?: string;
}

export function MultiCombobox(props: MultiComboboxProps) {
  const { value, onValue, options, onSearch, onCreate, placeholder, label } = props;
  const t = useTranslations("shared");
  const { disabled, ...names } = useControl(props);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { items, state } = useComboItems(typed, isOpen, options, onSearch);
  const name = typed.trim();
  const isKnown = [...items, ...value].some((item) => item.label.toLowerCase() === name.toLowerCase());
  const shown = onCreate && name !== "" && !isKnown ? [...items, { value: CREATE, label: name }] : [...items];
  const choose = async (next: ComboOption[]) => {
    setTyped("");
    if (!next.some((item) => item.value === CREATE)) return onValue(next);
    const made = await onCreate?.(name);
    if (made) onValue([...value.filter((item) => item.value !== made.value), made]);
  };
  return (
    <Base.Root
      multiple
      items={shown}
      filter={null}
      value={[...value]}
      open={isOpen}
      inputValue={typed}
      disabled={disabled ?? props.disabled}
      isItemEqualToValue={(item: ComboOption, chosen: ComboOption) => item.value === chosen.value}
      itemToStringLabel={(item: ComboOption) => item.label}
      onOpenChange={setOpen}
      onInputValueChange={setTyped}
      onValueChange={(next) => void choose(next)}
      autoHighlight
    >
      <Base.InputGroup className={`${control.control} ${css.group}`}>
        <Base.Chips className={css.chips} aria-label={value.length > 0 ? t("ui.chosen") : undefined}>
          {value.map((item) => (
            <Base.Chip key={item.value} className={css.chip} aria-label={item.label}>
              {item.mark}
              <span className={css.chipWords}>{item.label}</span>
              <Base.ChipRemove className={css.remove} aria-label={t("ui.remove", { name: item.label })}>
                <X aria-hidden size={12} />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            {...names}
            aria-label={label}
            className={css.input}
            dir="auto"
            placeholder={value.length > 0 ? "" : (placeholder ?? t("ui.typeToSearch"))}
          />
        </Base.Chips>
      </Base.InputGroup>
      <ComboPopup state={state} isEmpty={shown.length === 0} />
    </Base.Root>
  );
}
