/** Why something was not sent, in words. */

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { ProblemError } from "../api/problems";
import { useProblemWords } from "../api/words";
import type { Entry } from "./entry";

/** Returns what says why an entry failed; undefined for one that has not. */
export function useEntryWords(): (entry: Pick<Entry, "failure">) => string | undefined {
  const t = useTranslations("sharedOutbox");
  const words = useProblemWords();
  return useCallback(
    ({ failure }) => {
      if (!failure) return undefined;
      return failure.kind === "refused" ? words(new ProblemError(failure.problem)) : t(failure.kind);
    },
    [t, words],
  );
}
