/** Messages that arrived while the user reads: how many are below, and their bundled announcement. */

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Message } from "@/shared/ui/conversation/message";
import { useNames } from "@/shared/ui/conversation/people";
import { useSummary } from "@/shared/ui/conversation/summary";
import type { Stretch } from "./held";

const BUNDLE_MS = 1200;

export function useArrivals(stretch: Stretch | undefined, isAtEnd: boolean) {
  const t = useTranslations("inboxConversation");
  const names = useNames();
  const summary = useSummary();
  const last = useRef<string>(undefined);
  const bundle = useRef<Message[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [count, setCount] = useState(0);
  const [announcement, setAnnouncement] = useState("");

  const say = useRef<() => void>(undefined);
  say.current = () => {
    const heard = bundle.current;
    bundle.current = [];
    const [only] = heard;
    if (!only) return;
    setAnnouncement(
      heard.length === 1
        ? t("arrived", { name: names.contact, text: summary(only) })
        : t("arrivedMany", { name: names.contact, count: heard.length }),
    );
  };

  useEffect(() => {
    const items = stretch?.newer === null ? stretch.items : undefined;
    if (!items) return;
    const end = items.at(-1)?.id;
    if (last.current !== undefined && end !== last.current) {
      const from = items.findLastIndex((held) => held.id === last.current);
      const arrived = from === -1 ? [] : items.slice(from + 1).filter((held) => held.direction === "in");
      if (arrived.length > 0) {
        bundle.current.push(...arrived);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => say.current?.(), BUNDLE_MS);
        setCount((held) => held + arrived.length);
      }
    }
    last.current = end ?? "";
  }, [stretch]);

  useEffect(() => {
    if (isAtEnd) setCount(0);
  }, [isAtEnd]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { isNew: count > 0 && !isAtEnd, count, announcement };
}
