/** Keeps the screen on while a component is shown, where the browser can. */

import { useEffect } from "react";

export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const hold = async () => {
      // A hidden page may not hold one, and loses the one it has.
      if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
      try {
        const held = await navigator.wakeLock.request("screen");
        if (isOver) void held.release();
        else lock = held;
      } catch {
        // Refused, as when the battery is low: the screen goes off as usual.
      }
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
