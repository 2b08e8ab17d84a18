/** The values of one template, with what the customer will read beside them. */

import { ArrowLeft, SendHorizontal } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { uploadMedia } from "@/shared/api/upload";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { TemplatePreview } from "@/shared/ui/conversation/TemplatePreview";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import type { Ticket } from "../ticket";
import css from "./TemplateDialog.module.css";
import {
  contentOf,
  type FileKind,
  fieldsOf,
  fileOf,
  missingOf,
  shownValues,
  type Template,
  type TemplateContent,
  type ValueField,
  type Values,
} from "./template-values";

const TYPES: Record<FileKind, string> = {
  image: "image/jpeg,image/png",
  video: "video/mp4,video/3gpp",
  document: ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,text/plain",
};

interface Props {
  template: Template;
  ticket: Ticket;
  onBack: () => void;
  onClose: () => void;
  onSend: (content: TemplateContent) => void;
}

export function TemplateForm({ template, ticket, onBack, onClose, onSend }: Props) {
  const t = useTranslations("inboxComposer");
  const words = useProblemWords();
  const fields = fieldsOf(template);
  const kind = fileOf(template);
  const [values, setValues] = useState<Values>(() => firstValues(fields, ticket));
  const [file, setFile] = useState<File | null>(null);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const picture = usePicture(kind === "image" ? file : null);
  const missing = new Set(missingOf(template, values).map((field) => field.id));

  async function submit() {
    setTried(true);
    if (missing.size > 0 || (kind && !file)) return;
    setBusy(true);
    setFailure(null);
    try {
      const media = file && (await uploadMedia(file, { filename: file.name }));
      onSend(contentOf(template, values, media && file ? { id: media.id, filename: file.name } : null));
    } catch (error) {
      setFailure(words(error));
      setBusy(false);
    }
  }

  const labelOf = (field: ValueField) => {
    if (field.part === "button")
      return t(field.buttonType === "COPY_CODE" ? "templates.code" : "templates.link");
    const name = `{{${field.name}}}`;
    return t(field.part === "header" ? "templates.headerValue" : "templates.bodyValue", { name });
  };

  return (
    <Dialog
      open
      size="large"
      title={template.name}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button icon={ArrowLeft} onClick={onBack}>
            {t("templates.others")}
          </Button>
          <Button variant="primary" type="submit" icon={SendHorizontal} busy={isBusy}>
            {t("send")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <div className={css.fields}>
          {kind && (
            <Field
              label={t(`templates.file.${kind}`)}
              required
              error={failure ?? (isTried && !file ? t("templates.missing") : null)}
            >
              <TextInput
                type="file"
                accept={TYPES[kind]}
                onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
              />
            </Field>
          )}
          {fields.map((field, index) => (
            <Field
              key={field.id}
              label={labelOf(field)}
              required
              error={isTried && missing.has(field.id) ? t("templates.missing") : null}
            >
              <TextInput
                value={values[field.id] ?? ""}
                autoFocus={index === 0 && !kind}
                maxLength={1024}
                onValue={(value) => setValues((held) => ({ ...held, [field.id]: value }))}
              />
            </Field>
          ))}
          {fields.length === 0 && !kind && <p>{t("templates.asItIs")}</p>}
        </div>
        <TemplatePreview
          components={template.components}
          text={template.text}
          values={{
            header: shownValues(template, values, "header"),
            body: shownValues(template, values, "body"),
          }}
          picture={picture}
        />
      </div>
    </Dialog>
  );
}

/** A first variable that is called or stands where a name usually does begins with the contact's. */
function firstValues(fields: readonly ValueField[], ticket: Ticket): Values {
  const name = ticket.contact.name?.split(" ")[0];
  const field = fields.find((each) => /^(nome|name|first_?name|cliente)$/i.test(each.name));
  return name && field ? { [field.id]: name } : {};
}

function usePicture(file: File | null): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file) return setAddress(undefined);
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}
