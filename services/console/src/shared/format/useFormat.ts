/** The formats of the user's language, in the company's zone. */

import { useMemo } from "react";
import { useLocale, useTimeZone } from "use-intl";
import { type Format, formatIn } from "./format";

export function useFormat(): Format {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  return useMemo(() => formatIn(locale.startsWith("pt") ? "pt" : "en", timeZone), [locale, timeZone]);
}
