/** Creating another company. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problems";
import { session } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./me.module.css";

export function CompanyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settingsMe");
  const [name, setName] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const create = useSubmit(
    async () => {
      const params = { header: { "idempotency-key": key } };
      session.enter(await ask(api.POST("/api/v1/auth/web/companies", { params, body: { name } })));
      onClose();
    },
    {
      fields: ["name"],
      check: () => ({ name: name.trim() === "" ? t("companies.nameMissing") : undefined }),
      onError: (error) => {
        // It was created, and the answer was lost: the new company is among one's own.
        if (!isProblem(error, "idempotency-answer-not-kept")) return false;
        void session.refresh();
        onClose();
        return true;
      },
    },
  );
  return (
    <Dialog
      open
      size="small"
      title={t("companies.create")}
      text={t("companies.createText")}
      onClose={onClose}
      onSubmit={() => void create.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={create.busy}>
            {t("companies.createAction")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {create.problem && (
          <Banner tone="danger" live>
            {create.problem}
          </Banner>
        )}
        <Field label={t("companies.name")} error={create.errorOf("name")} required>
          <TextInput autoComplete="organization" maxLength={120} value={name} onValue={setName} />
        </Field>
      </div>
    </Dialog>
  );
}
