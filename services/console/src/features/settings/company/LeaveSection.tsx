/** Leaving the company: one's access ends, and so does what one made that gives access. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { session, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Section } from "../Section";

export function LeaveSection() {
  const t = useTranslations("settingsCompany");
  const { user, company } = useSession();
  const words = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const leave = async () => {
    const isSure = await confirm({
      title: t("leave.confirmTitle", { company: company.name }),
      text: t("leave.confirmText"),
      action: t("leave.action"),
      typed: company.name,
      danger: true,
    });
    if (!isSure) return;
    setBusy(true);
    setError(undefined);
    try {
      await ask(api.POST("/api/v1/users/{user_id}/leave", { params: { path: { user_id: user.id } } }));
      await session.logout();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Section
      danger
      title={t("leave.title")}
      text={t("leave.text")}
      actions={
        <Button variant="danger" busy={busy} onClick={() => void leave()}>
          {t("leave.action")}
        </Button>
      }
    >
      {error !== undefined && (
        <Banner tone="danger" live>
          {words(error)}
        </Banner>
      )}
    </Section>
  );
}
