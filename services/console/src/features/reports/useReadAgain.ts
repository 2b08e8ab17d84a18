/** Reads something again when what it depends on has changed; not when it is first shown. */

import { useEffect, useRef } from "react";

export function useReadAgain(refetch: () => unknown, dependsOn: unknown): void {
  const seen = useRef(dependsOn);
  useEffect(() => {
    if (Object.is(seen.current, dependsOn)) return;
    seen.current = dependsOn;
    void refetch();
  }, [dependsOn, refetch]);
}
