/** Saves files one at a time, and says so where that fails. */

import { useState } from "react";
import { useProblemWords } from "@/shared/api/words";
import { toast } from "@/shared/ui/toast";

export function useSaving(): { isBusy: boolean; save: (saving: () => Promise<void>) => void } {
  const words = useProblemWords();
  const [isBusy, setBusy] = useState(false);
  const save = (saving: () => Promise<void>) => {
    setBusy(true);
    saving()
      .catch((error) => toast({ text: words(error), tone: "danger" }))
      .finally(() => setBusy(false));
  };
  return { isBusy, save };
}
