/**
 * One value of a long list, found by typing: of `options` that are known, or of what `onSearch` asks the server. Words
 * match in any order and without accents.
 */

import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronsUpDown, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import css from "./Combobox.module.css";
import { ComboPopup } from "./ComboPopup";
import { type ComboOption, type ComboSearch, useComboItems } from "./comboboxSearch";
import control from "./control.module.css";
import { useControl } from "./Field";

interface ComboboxProps {
  value: ComboOption | null;
  onValue: (value: ComboOption | null) => void;
  options?: readonly ComboOption[];
  onSearch?: ComboSearch;
  placeholder?: string;
  /** Its name, where no `Field` stands around it. */
  label?: string;
  /** False where one has to be chosen. */
  clearable?: boolean;
  disabled?: boolean;
  id?: string;
}

export function Combobox(props: ComboboxProps) {
  const { value, onValue, options, onSearch, placeholder, label, clearable = true } = props;
  const t = useTranslations("shared");
  const { disabled, ...names } = useControl(props);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [isTyping, setTyping] = useState(false);
  // What stands in the input of a chosen value is no search.
  const query = isTyping ? typed : "";
  const { items, state } = useComboItems(query, isOpen, options, onSearch);
  return (
    <Base.Root
      items={items}
      filter={null}
      value={value}
      open={isOpen}
      disabled={disabled ?? props.disabled}
      isItemEqualToValue={(item: ComboOption, chosen: ComboOption) => item.value === chosen.value}
      itemToStringLabel={(item: ComboOption) => item.label}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setTyping(false);
      }}
      onInputValueChange={(next, { reason }) => {
        setTyped(next);
        setTyping(reason === "input-change");
      }}
      onValueChange={(next) => onValue(next)}
      autoHighlight
    >
      <Base.InputGroup className={`${control.control} ${css.group}`}>
        {value?.mark}
        <Base.Input
          {...names}
          aria-label={label}
          className={css.input}
          dir="auto"
          placeholder={placeholder ?? t("ui.typeToSearch")}
        />
        {clearable && value && (
          <Base.Clear className={css.tool} aria-label={t("ui.clear")}>
            <X aria-hidden size={14} />
          </Base.Clear>
        )}
        <Base.Trigger className={css.tool} aria-label={t("ui.showOptions")}>
          <ChevronsUpDown aria-hidden size={14} />
        </Base.Trigger>
      </Base.InputGroup>
      <ComboPopup state={state} isEmpty={items.length === 0} />
    </Base.Root>
  );
}
