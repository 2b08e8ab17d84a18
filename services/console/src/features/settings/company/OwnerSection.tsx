/** Handing the company over to another of its users. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useUsers } from "@/shared/api/lookups";
import { session, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import css from "./company.module.css";

export function OwnerSection() {
  const t = useTranslations("settingsCompany");
  const { user, company } = useSession();
  const users = useUsers();
  const words = useProblemWords();
  const [heirId, setHeirId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const options = users.list
    .filter((one) => one.id !== user.id && one.status === "active" && one.joinedAt !== null)
    .map((one) => ({ value: one.id, label: `${one.name} (${one.email})` }));
  const heir = heirId === null ? undefined : users.byId.get(heirId);

  const handOver = async () => {
    if (!heir) return;
    const isSure = await confirm({
      title: t("owner.confirmTitle", { name: heir.name, company: company.name }),
      text: t("owner.confirmText", { name: heir.name }),
      action: t("owner.action"),
      typed: company.name,
      danger: true,
    });
    if (!isSure) return;
    setBusy(true);
    setError(undefined);
    try {
      await ask(api.POST("/api/v1/companies/current/owner", { body: { userId: heir.id } }));
      toast({ tone: "good", text: t("owner.done", { name: heir.name }) });
      await session.refresh();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section title={t("owner.title")} text={t("owner.text")}>
      {error !== undefined && (
        <Banner tone="danger" live>
          {words(error)}
        </Banner>
      )}
      <div className={css.line}>
        <Field label={t("owner.heir")} className={css.grow}>
          <NativeSelect
            value={heirId}
            onValue={setHeirId}
            options={options}
            placeholder={t("owner.choose")}
          />
        </Field>
        <Button className={css.besideField} disabled={!heir} busy={busy} onClick={() => void handOver()}>
          {t("owner.action")}
        </Button>
      </div>
    </Section>
  );
}
