/** The fields of a contact, each with what is wrong with it. Who holds the draft decides when it is saved. */

import { useTranslations } from "use-intl";
import { useContactFields } from "@/shared/api/lookups";
import { ProblemError } from "@/shared/api/problems";
import { useFieldWords } from "@/shared/api/words";
import { Field } from "@/shared/ui/Field";
import { PhoneInput } from "@/shared/ui/NumberInput";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import { ContactTagsField } from "./ContactTagsField";
import { CustomField } from "./CustomField";
import css from "./contacts.module.css";
import { type ContactDraft, fieldsOf } from "./rules";

interface ContactFormProps {
  draft: ContactDraft;
  onDraft: (draft: ContactDraft) => void;
  /** What the last attempt to save was answered with. */
  error?: unknown;
  disabled?: boolean;
}

export function ContactForm({ draft, onDraft, error, disabled }: ContactFormProps) {
  const t = useTranslations("contacts.form");
  const words = useFieldWords();
  const fields = useContactFields();
  const problems = error instanceof ProblemError ? error.fields : {};
  const wrong = (path: string) => {
    const problem = problems[path];
    return problem && words(problem);
  };
  const change = (part: Partial<ContactDraft>) => onDraft({ ...draft, ...part });
  const custom = fieldsOf(fields.list, draft.customFields);
  return (
    <div className={css.form}>
      <Field label={t("name")} error={wrong("name")} required disabled={disabled}>
        <TextInput
          value={draft.name}
          onValue={(name) => change({ name })}
          maxLength={200}
          autoComplete="off"
        />
      </Field>
      <div className={css.pair}>
        <Field label={t("phone")} error={wrong("phone")} required disabled={disabled}>
          <PhoneInput
            value={draft.phone}
            onValue={(phone) => change({ phone })}
            maxLength={40}
            autoComplete="off"
          />
        </Field>
        <Field label={t("email")} error={wrong("email")} disabled={disabled}>
          <TextInput
            type="email"
            dir="ltr"
            value={draft.email}
            onValue={(email) => change({ email })}
            maxLength={254}
            autoComplete="off"
          />
        </Field>
      </div>
      <ContactTagsField
        value={draft.tags}
        onValue={(tags) => change({ tags })}
        error={wrong("tags")}
        disabled={disabled}
      />
      <div className={css.pair}>
        <Field label={t("organization")} error={wrong("organization")} disabled={disabled}>
          <TextInput
            value={draft.organization}
            onValue={(organization) => change({ organization })}
            maxLength={200}
          />
        </Field>
        <Field
          label={t("externalId")}
          hint={t("externalIdHint")}
          error={wrong("externalId")}
          disabled={disabled}
        >
          <TextInput
            value={draft.externalId}
            onValue={(externalId) => change({ externalId })}
            maxLength={100}
          />
        </Field>
      </div>
      {custom.length > 0 && (
        <fieldset className={css.group} disabled={disabled}>
          <legend className={css.legend}>{t("customFields")}</legend>
          <div className={css.pair}>
            {custom.map((field) => (
              <CustomField
                key={field.id}
                field={field}
                value={draft.customFields[field.name] ?? ""}
                error={wrong(`customFields.${field.name}`)}
                onValue={(value) => change({ customFields: { ...draft.customFields, [field.name]: value } })}
              />
            ))}
          </div>
        </fieldset>
      )}
      <Field label={t("notes")} hint={t("notesHint")} error={wrong("notes")} disabled={disabled}>
        <TextArea value={draft.notes} onValue={(notes) => change({ notes })} maxLength={4000} />
      </Field>
    </div>
  );
}
