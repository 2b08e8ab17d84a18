/** What the first people of the audience would get of what is being written, one person at a time. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { IconButton } from "@/shared/ui/IconButton";
import { Select } from "@/shared/ui/Select";
import { samplesQuery, templatesQuery } from "../data";
import { useReasonWords } from "../reasons";
import css from "./CampaignForm.module.css";
import { contentChanges, type VariantForm } from "./form";
import { MessagePreview } from "./MessagePreview";
import { type ShownMessage, shownMessage, shownTemplate } from "./template";

const WAIT_MS = 500;

interface SamplePreviewProps {
  campaignId: string;
  channelId: string;
  variants: readonly VariantForm[];
  /** Changes when the audience does: another sample is drawn. */
  audience: string;
  picture?: string;
}

export function SamplePreview({ campaignId, channelId, variants, audience, picture }: SamplePreviewProps) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const reasonWords = useReasonWords();
  const [place, setPlace] = useState(0);
  const [variant, setVariant] = useState(0);
  const asked = useLater(contentChanges(variants));
  const body = { ...asked, campaignId, limit: 5 };
  const samples = useQuery({
    ...samplesQuery(body, [campaignId, audience, JSON.stringify(asked)]),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });
  const templates = useQuery({
    ...templatesQuery(channelId),
    enabled: variants.some(({ kind }) => kind === "template"),
  });
  const known = templates.data ?? [];
  const people = samples.data?.items ?? [];
  const person = people[Math.min(place, people.length - 1)];
  const shownVariant = Math.min(variant, variants.length - 1);
  const rendered = person?.messages[shownVariant];
  const form = variants[shownVariant];
  const message = rendered ? shownMessage(rendered, known) : form && unfilled(form, known);
  const name =
    person && (person.name ?? (person.phone ? format.phone(person.phone) : t("segments.nameless")));
  return (
    <MessagePreview
      message={message}
      picture={picture}
      problem={
        rendered?.problemReason
          ? reasonWords(rendered.problemReason)
          : !message || message.text === ""
            ? t("preview.nothing")
            : undefined
      }
    >
      {variants.length > 1 && (
        <Select
          inline
          label={t("preview.variant")}
          prefix={t("preview.variant")}
          value={String(shownVariant)}
          onValue={(next) => setVariant(Number(next))}
          options={variants.map((each, index) => ({ value: String(index), label: each.name }))}
        />
      )}
      {name ? (
        <div className={css.line}>
          <span className={css.grow} aria-live="polite">
            {t("preview.for", { name })}
          </span>
          <IconButton
            size="small"
            icon={ChevronLeft}
            label={t("preview.previous")}
            disabled={place === 0}
            onClick={() => setPlace(place - 1)}
          />
          <span className={css.quiet}>{t("preview.of", { at: place + 1, total: people.length })}</span>
          <IconButton
            size="small"
            icon={ChevronRight}
            label={t("preview.next")}
            disabled={place >= people.length - 1}
            onClick={() => setPlace(place + 1)}
          />
        </div>
      ) : (
        <span className={css.quiet}>{t("preview.nobody")}</span>
      )}
    </MessagePreview>
  );
}

/** A message with its placeholders as they stand, for as long as there is nobody to fill them in for. */
function unfilled(
  form: VariantForm,
  templates: Parameters<typeof shownMessage>[1],
): ShownMessage | undefined {
  if (form.kind === "text") return { text: form.text, buttons: [] };
  if (form.kind === "file") {
    const kind = form.file?.type === "image" || form.file?.type === "video" ? form.file.type : "document";
    return { header: { kind, name: form.file?.filename ?? null }, text: form.caption, buttons: [] };
  }
  const known = templates.find(
    ({ name, language }) => name === form.template?.name && language === form.template.language,
  );
  if (!known) return undefined;
  const parameters = Object.entries(form.parameters).map(([name, text]) => ({ parameter_name: name, text }));
  const header = [{ parameter_name: "1", text: form.headerText }];
  return shownTemplate(known.components, [
    { type: "body", parameters },
    { type: "header", parameters: header },
  ]);
}

/** A value half a second after it was last changed. */
function useLater<T>(value: T): T {
  const [later, setLater] = useState(value);
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by what it says.
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), WAIT_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return later;
}
