/** A page of the settings: as any screen, and on phones with the way back to their list. */

import { useNavigate } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { Page } from "@/shared/ui/Page";
import { useNarrow } from "@/shared/ui/useNarrow";

/** Below this width (CSS pixels) list and page are screens of their own. */
export const LIST_BELOW = 960;

export function SettingsPage({ width = "reading", ...rest }: ComponentProps<typeof Page>) {
  const navigate = useNavigate();
  const isNarrow = useNarrow(LIST_BELOW);
  return (
    <Page
      {...rest}
      width={width}
      onBack={rest.onBack ?? (isNarrow ? () => void navigate({ to: "/settings" }) : undefined)}
    />
  );
}
