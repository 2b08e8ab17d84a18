/** Says a length of time in the user's language: "2 hours". */

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { splitDuration } from "./duration";

export function useDuration(): (minutes: number) => string {
  const t = useTranslations("settingsParts");
  return useCallback(
    (minutes: number) => {
      const { count, unit } = splitDuration(minutes);
      return t(`lasting.${unit}`, { count: count ?? 0 });
    },
    [t],
  );
}
