/** Why something is so, in the reader's language: reasons of the server come in both. */

import { useLocale } from "use-intl";

interface Reason {
  pt: string;
  en: string;
}

/** Returns what says a reason. */
export function useReasonWords(): (reason: Reason) => string {
  const locale = useLocale();
  return (reason) => capital(locale.startsWith("pt") ? reason.pt : reason.en);
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
