/** Inviting a person by e-mail. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/shared/api/browserSession";
import { useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useTeamActions } from "./data";
import { RoleChoice } from "./RoleChoice";
import css from "./team.module.css";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settingsTeam");
  const { user: self } = useSession();
  const actions = useTeamActions();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const invite = useSubmit(
    async () => {
      await actions.invite(email, role);
      toast({ tone: "good", text: t("invite.done", { email }) });
      onClose();
    },
    {
      fields: ["email", "role"],
      check: () => ({ email: email.trim() === "" ? t("invite.emailMissing") : undefined }),
    },
  );
  return (
    <Dialog
      open
      title={t("invite.title")}
      text={t("invite.text")}
      onClose={onClose}
      onSubmit={() => void invite.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={invite.busy}>
            {t("invite.action")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {invite.problem && (
          <Banner tone="danger" live>
            {invite.problem}
          </Banner>
        )}
        <Field label={t("invite.email")} error={invite.errorOf("email")} required>
          <TextInput
            type="email"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            value={email}
            onValue={setEmail}
          />
        </Field>
        <RoleChoice own={self.role} value={role} onValue={setRole} />
      </div>
    </Dialog>
  );
}
