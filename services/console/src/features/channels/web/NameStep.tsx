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

export interface WebForm {
  name: string;
  groups: boolean;
  history: boolean;
  /** Names the attempt: the same one again, after a lost answer, makes no second channel. */
  attempt: string;
}

export const newWebForm = (): WebForm => ({
  name: "",
  groups: false,
  history: true,
  attempt: crypto.randomUUID(),
});

interface NameStepProps {
  form: WebForm;
  onChange: (form: WebForm) => void;
  onMade: (channelId: string) => void;
}

export function NameStep({ form, onChange, onMade }: NameStepProps) {
  const t = useTranslations("channelsWeb.settings");
  const words = useProblemWords();
  const client = useQueryClient();
  const set = (changes: Partial<WebForm>) => onChange({ ...form, ...changes });
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
        <TextInput autoFocus dir="auto" maxLength={100} value={form.name} onValue={(name) => set({ name })} />
      </Field>
      <Checkbox
        label={t("groups")}
        hint={t("groupsHint")}
        checked={form.groups}
        onValue={(groups) => set({ groups })}
      />
      <Checkbox
        label={t("history")}
        hint={t("historyHint")}
        checked={form.history}
        onValue={(history) => set({ history })}
      />
      <div>
        <Button type="submit" variant="primary" busy={sending.busy}>
          {t("next")}
        </Button>
      </div>
    </form>
  );
}
