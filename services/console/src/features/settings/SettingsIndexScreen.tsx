/** `/settings` itself: on phones the list of pages, elsewhere one's own account beside it. */

import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useNarrow } from "@/shared/ui/useNarrow";
import { LIST_BELOW } from "./SettingsPage";

export function SettingsIndexScreen() {
  const t = useTranslations("settings");
  const isNarrow = useNarrow(LIST_BELOW);
  const navigate = useNavigate();
  useEffect(() => {
    if (!isNarrow) void navigate({ to: "/settings/me", replace: true });
  }, [isNarrow, navigate]);
  return <title>{`${t("title")} · Atendechat`}</title>;
}
