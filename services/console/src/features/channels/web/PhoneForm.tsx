/** Which phone the code is for: WhatsApp shows it there, too. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import css from "../channels.module.css";

interface PhoneFormProps {
  onSend: (phone: string) => Promise<void>;
  onBack: () => void;
}

export function PhoneForm({ onSend, onBack }: PhoneFormProps) {
  const t = useTranslations("channelsWeb.link");
  const [phone, setPhone] = useState("");
  const sending = useSubmit(() => onSend(phone.trim()), {
    fields: ["phone"],
    check: () => ({ phone: phone.trim() === "" ? t("phoneMissing") : undefined }),
  });
  return (
    <form className={css.stack} noValidate onSubmit={(event) => void sending.submit(event)}>
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      <Field label={t("phone")} hint={t("phoneHint")} error={sending.errorOf("phone") ?? null}>
        <TextInput
          autoFocus
          dir="ltr"
          type="tel"
          autoComplete="tel"
          maxLength={40}
          value={phone}
          onValue={setPhone}
        />
      </Field>
      <div className={css.tools}>
        <Button type="submit" variant="primary" busy={sending.busy}>
          {t("getCode")}
        </Button>
        <Button onClick={onBack}>{t("back")}</Button>
      </div>
    </form>
  );
}
