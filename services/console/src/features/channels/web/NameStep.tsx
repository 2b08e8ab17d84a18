/** What the channel is called, and what comes over it besides the customers' messages. */

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useSubmit } from "@/shared/api/useSubmit";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import css from "../channels.module.css";
import { connect } from "../data";
import { startPairing } from "./data";
import type { WebForm } from "./webForm";

interface NameStepProps {
  form: WebForm;
  onChange: (changes: Partial<Pick<WebForm, "name" | "groups" | "history">>) => void;
  onMade: (channelId: string) => void;
}

export function NameStep({ form, onChange, onMade }: NameStepProps) {
  const t = useTranslations("channelsWeb.settings");
  const words = useProblemWords();
  const client = useQueryClient();
  const sending = useSubmit(
    async () => {
      const { name, groups, history, attempt } = form;
      const body = {
        name: name.trim(),
        provider: "whatsapp_web",
        acceptRisk: true,
        groups,
        history,
      } as const;
      const channel = await connect(client, body, attempt);
      // The channel is there: a code can also be asked for in the next step.
      await startPairing(client, channel.id, { method: "qr" }).catch((error: unknown) =>
        toast({ text: words(error), tone: "danger" }),
      );
      onMade(channel.id);
    },
    {
      fields: ["name"],
      check: () => ({ name: form.name.trim() === "" ? t("missing") : undefined }),
    },
  );
  return (
    <form className={css.stack} noValidate onSubmit={(event) => void sending.submit(event)}>
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      <Field label={t("name")} hint={t("nameHint")} error={sending.errorOf("name") ?? null}>
        <TextInput
          autoFocus
          dir="auto"
          maxLength={100}
          value={form.name}
          onValue={(name) => onChange({ name })}
        />
      </Field>
      <Checkbox
        label={t("groups")}
        hint={t("groupsHint")}
        checked={form.groups}
        onValue={(groups) => onChange({ groups })}
      />
      <Checkbox
        label={t("history")}
        hint={t("historyHint")}
        checked={form.history}
        onValue={(history) => onChange({ history })}
      />
      <div>
        <Button type="submit" variant="primary" busy={sending.busy}>
          {t("next")}
        </Button>
      </div>
    </form>
  );
}
