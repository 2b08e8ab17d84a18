/** How long a code is still good. It is not read out each second: what follows is announced when it comes. */

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import css from "../channels.module.css";
import { secondsLeft } from "./session";

/** Returns the seconds that are left, counting down; undefined where there is no code or the clock cannot tell. */
export function useSecondsLeft(expiresAt: string | null): number | undefined {
  const [now, setNow] = useState(Date.now);
  const seen = useRef({ expiresAt, at: now });
  if (seen.current.expiresAt !== expiresAt) seen.current = { expiresAt, at: Date.now() };
  const left = secondsLeft(expiresAt, seen.current.at, Math.max(now, seen.current.at));
  const isRunning = left !== undefined && left > 0;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isRunning]);
  return left;
}

export function Countdown({ left, words }: { left: number | undefined; words: "qrLeft" | "codeLeft" }) {
  const t = useTranslations("channelsWeb.link");
  return (
    <p className={css.note}>{left !== undefined && left > 0 ? t(words, { seconds: left }) : "\u00a0"}</p>
  );
}
