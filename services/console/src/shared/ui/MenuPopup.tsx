/** A menu as it is once it has been opened: arrow keys, first letters and Escape work as in any menu. */

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { Fragment } from "react";
import type { MenuAction, MenuItem, MenuProps } from "./Menu";
import popup from "./popup.module.css";

export function MenuPopup({ trigger, items, align = "end", side = "bottom", ...state }: MenuProps) {
  return (
    <Base.Root {...state}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className={popup.positioner}>
          <Base.Popup className={popup.popup}>
            {sections(items).map(({ key, heading, isSeparated, actions }) => (
              <Fragment key={key}>
                {isSeparated && <Base.Separator className={popup.separator} />}
                <Base.Group>
                  {heading && <Base.GroupLabel className={popup.heading}>{heading}</Base.GroupLabel>}
                  {actions.map((action) => (
                    <Entry key={action.label} action={action} />
                  ))}
                </Base.Group>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface Section {
  key: string;
  heading?: string;
  isSeparated: boolean;
  actions: MenuAction[];
}

/** Groups the items by what separates them. */
function sections(items: readonly MenuItem[]): Section[] {
  const found: Section[] = [];
  let isSeparated = false;
  for (const item of items) {
    const last = found.at(-1);
    if (item === "separator") {
      isSeparated = found.length > 0;
    } else if ("heading" in item) {
      found.push({ key: item.heading, heading: item.heading, isSeparated, actions: [] });
      isSeparated = false;
    } else if (!last || isSeparated) {
      found.push({ key: item.label, isSeparated, actions: [item] });
      isSeparated = false;
    } else {
      last.actions.push(item);
    }
  }
  return found;
}

function Entry({ action }: { action: MenuAction }) {
  const { label, icon: Icon, hint, shortcut, danger, disabled, checked, onSelect, link } = action;
  const className = danger ? `${popup.item} ${popup.danger}` : popup.item;
  const content = (
    <>
      {Icon && <Icon aria-hidden size={16} />}
      <span className={popup.words}>
        {label}
        {hint && <span className={popup.hint}>{hint}</span>}
      </span>
      {shortcut && (
        <span className={popup.shortcut} aria-hidden="true">
          {shortcut}
        </span>
      )}
    </>
  );
  if (checked !== undefined) {
    return (
      <Base.CheckboxItem
        className={className}
        checked={checked}
        disabled={disabled}
        label={label}
        onCheckedChange={() => onSelect?.()}
      >
        <span className={popup.check}>{checked && <Check aria-hidden size={14} />}</span>
        {content}
      </Base.CheckboxItem>
    );
  }
  if (link) {
    return (
      <Base.LinkItem className={className} render={link} label={label} closeOnClick onClick={onSelect}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item
      className={className}
      disabled={disabled}
      label={label}
      aria-keyshortcuts={shortcut}
      onClick={() => onSelect?.()}
    >
      {content}
    </Base.Item>
  );
}
