/** Changing a user's name and role. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/shared/api/browserSession";
import type { User } from "@/shared/api/lookups";
import { session, useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useTeamActions } from "./data";
import { RoleChoice } from "./RoleChoice";
import { isLastOwner } from "./rules";
import css from "./team.module.css";

interface MemberDialogProps {
  user: User;
  team: readonly User[];
  onClose: () => void;
}

export function MemberDialog({ user, team, onClose }: MemberDialogProps) {
  const t = useTranslations("settingsTeam");
  const { user: self } = useSession();
  const actions = useTeamActions();
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState<Role>(user.role);
  const isOnlyOwner = isLastOwner(team, user);
  const change = useSubmit(
    async () => {
      await actions.change(user.id, { name, role });
      toast({ tone: "good", text: t("change.done", { name }) });
      onClose();
      // One's own rights are in the token.
      if (user.id === self.id) await session.refresh();
    },
    {
      fields: ["name", "role"],
      check: () => ({ name: name.trim() === "" ? t("change.nameMissing") : undefined }),
    },
  );
  return (
    <Dialog
      open
      title={t("change.title", { name: user.name })}
      onClose={onClose}
      onSubmit={() => void change.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={change.busy}
            disabled={name === user.name && role === user.role}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {change.problem && (
          <Banner tone="danger" live>
            {change.problem}
          </Banner>
        )}
        <Field label={t("change.name")} error={change.errorOf("name")} required>
          <TextInput maxLength={120} value={name} onValue={setName} />
        </Field>
        {isOnlyOwner ? (
          <Banner>{t("change.lastOwner")}</Banner>
        ) : (
          <RoleChoice own={self.role} value={role} onValue={setRole} />
        )}
      </div>
    </Dialog>
  );
}
