/** Why the last connection ended, in words. */

import { useLocale, useTranslations } from "use-intl";
import { useReasonWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import type { Session } from "./session";

export function SessionError({ session }: { session: Session }) {
  const t = useTranslations("channelsWeb");
  const locale = useLocale();
  const words = useReasonWords();
  const { lastError } = session;
  if (!lastError) return null;
  return (
    <Banner tone="warning" live title={t("lastError")}>
      {words(lastError.code) ?? (locale.startsWith("pt") ? lastError.pt : lastError.en)}
    </Banner>
  );
}
