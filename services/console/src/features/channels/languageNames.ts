/** The languages of templates by their names: `pt_BR` is "Português (Brasil)". */

import { useLocale } from "use-intl";

export function useLanguageName(): (code: string) => string {
  const names = new Intl.DisplayNames(useLocale(), { type: "language", languageDisplay: "standard" });
  return (code) => {
    const name = names.of(code.replace("_", "-")) ?? code;
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  };
}
