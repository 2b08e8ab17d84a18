/** What somebody may do in the company, in a sentence for each role. */

import { useTranslations } from "use-intl";
import type { Role } from "@/shared/api/browserSession";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { rolesToGive } from "./rules";

interface RoleChoiceProps {
  /** The role of who chooses. */
  own: Role;
  value: Role;
  onValue: (role: Role) => void;
  disabled?: boolean;
}

export function RoleChoice({ own, value, onValue, disabled }: RoleChoiceProps) {
  const t = useTranslations("settingsTeam");
  return (
    <RadioGroup
      look="cards"
      label={t("roleLabel")}
      value={value}
      onValue={onValue}
      disabled={disabled}
      options={rolesToGive(own).map((role) => ({
        value: role,
        label: t(`role.${role}`),
        hint: t(`roleText.${role}`),
      }))}
    />
  );
}
