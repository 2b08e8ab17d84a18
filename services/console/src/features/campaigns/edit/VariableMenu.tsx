/** Puts a placeholder into a text, at the cursor: `{{first_name|customer}}`. */

import { Braces } from "lucide-react";
import type { RefObject } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Menu } from "@/shared/ui/Menu";

export interface Variable {
  name: string;
  label: string;
}

interface VariableMenuProps {
  variables: readonly Variable[];
  /** Where it goes. */
  input: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
  value: string;
  onValue: (value: string) => void;
}

/** Returns a text with another one in place of what is selected. */
export function inserted(text: string, part: string, start: number, end: number): string {
  return text.slice(0, start) + part + text.slice(end);
}

export function VariableMenu({ variables, input, value, onValue }: VariableMenuProps) {
  const t = useTranslations("campaigns");
  const insert = (name: string) => {
    const element = input.current;
    const start = element?.selectionStart ?? value.length;
    const end = element?.selectionEnd ?? value.length;
    // A greeting works for those without a name, too.
    const part =
      name === "first_name" || name === "name" ? `{{${name}|${t("variables.somebody")}}}` : `{{${name}}}`;
    onValue(inserted(value, part, start, end));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(start + part.length, start + part.length);
    });
  };
  return (
    <Menu
      trigger={
        <Button size="small" icon={Braces}>
          {t("variables.insert")}
        </Button>
      }
      items={variables.map(({ name, label }) => ({
        label,
        hint: `{{${name}}}`,
        onSelect: () => insert(name),
      }))}
    />
  );
}
