/** The filters of a list, above it. Loaded when its button is reached. */

import { Popover } from "@base-ui/react/popover";
import type { RefObject } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { FILTERS, type FilterProps, noFilters, useFilterOptions } from "./Filters";
import css from "./filters.module.css";

/** No filter, in a select. */
const ANY = "any";

interface Props extends FilterProps {
  anchor: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

export function FilterPopover({ search, onChange, anchor, onClose }: Props) {
  const t = useTranslations("inbox");
  const options = useFilterOptions();
  const isActive = FILTERS.some((name) => search[name] !== undefined);
  return (
    <Popover.Root
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} className={css.filtersPlace} align="start" sideOffset={4}>
          <Popover.Popup className={css.filters} aria-label={t("filter.title")} finalFocus={anchor}>
            {FILTERS.filter((name) => options[name].length > 0).map((name) => (
              <Field key={name} label={t(`filter.by.${name}`)}>
                <NativeSelect
                  value={search[name] ?? ANY}
                  options={[{ value: ANY, label: t("filter.any") }, ...options[name]]}
                  onValue={(value) => onChange({ [name]: value === ANY ? undefined : value })}
                />
              </Field>
            ))}
            {isActive && <Button onClick={() => onChange(noFilters())}>{t("filter.clear")}</Button>}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
