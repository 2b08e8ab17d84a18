/** Asks before a page is left with something in a form that was not saved: by a link, by going back, by closing the tab. */

import { useBlocker } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { session } from "../api/session";
import { confirm } from "./confirm";

/**
 * `of` says what leaving is: another page, or also another view of this one (a tab in the address). What it returns lets
 * go without a question: for a form that leads on by itself once it is saved.
 */
export function useLeaveGuard(isDirty: boolean, of: "page" | "view" = "page"): () => void {
  const t = useTranslations("shared.ui");
  const isReleased = useRef(false);
  useBlocker({
    disabled: !isDirty,
    enableBeforeUnload: isDirty,
    shouldBlockFn: async ({ current, next }) => {
      // Whose session has ended cannot stay.
      if (isReleased.current || session.current.kind !== "signed-in") return false;
      if (of === "page" && current.pathname === next.pathname) return false;
      return !(await confirm({
        title: t("leaveTitle"),
        text: t("leaveText"),
        action: t("leave"),
        cancel: t("stay"),
        danger: true,
      }));
    },
  });
  return () => {
    isReleased.current = true;
  };
}
