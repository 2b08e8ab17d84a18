/** What the campaign says: one message, or variants of which each recipient gets one; beside it what that looks like. */

import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useContactFields } from "@/shared/api/lookups";
import { useFieldWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextInput } from "@/shared/ui/TextInput";
import { targetsQuery } from "../data";
import css from "./CampaignForm.module.css";
import { ContentFields } from "./ContentFields";
import { EMPTY } from "./content";
import type { VariantForm } from "./form";
import { SamplePreview } from "./SamplePreview";
import type { CampaignFormState } from "./useCampaignForm";
import { usePicture } from "./usePicture";
import type { Variable } from "./VariableMenu";

const MOST = 10;
const LETTERS = "ABCDEFGHIJ";

type ContentStepProps = Pick<CampaignFormState, "form" | "change" | "error"> & { campaignId: string };

export function ContentStep({ campaignId, form, change, error }: ContentStepProps) {
  const t = useTranslations("campaigns");
  const fieldWords = useFieldWords();
  const channels = useChannels();
  const targets = useQuery(targetsQuery(campaignId));
  const variables = useVariables(targets.data);
  const { content, channelId } = form;
  const channel = channels.byId.get(channelId);
  const hasWindow = channel?.capabilities.includes("service_window") ?? false;
  const [only] = content;
  const picture = usePicture((only?.kind === "template" ? only.headerFile : only?.file)?.id ?? null);
  const set = (at: number, variant: VariantForm) =>
    change(
      "content",
      content.map((each, place) => (place === at ? variant : each)),
    );
  const add = () => {
    const name = [...LETTERS].find((letter) => !content.some((each) => each.name === letter)) ?? "?";
    const like = content.at(-1) ?? EMPTY;
    change("content", [...content, { ...like, name, weight: 1 }]);
  };
  const refusals = error
    ? Object.entries(error.fields).filter(([path]) => /^(message|template|media|variants)/.test(path))
    : [];
  const isFree = content.some(({ kind }) => kind !== "template");
  return (
    <div className={css.columns}>
      <div className={css.fields}>
        {isFree && hasWindow && <Banner title={t("content.windowTitle")}>{t("content.windowText")}</Banner>}
        {content.map((variant, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: variants keep their places while they are renamed.
          <section key={place} className={css.card} aria-label={variantLabel(content, variant, t)}>
            {content.length > 1 && (
              <div className={css.line}>
                <Field label={t("content.variantName")} className={css.grow}>
                  <TextInput
                    value={variant.name}
                    maxLength={40}
                    onValue={(name) => set(place, { ...variant, name })}
                  />
                </Field>
                <Field
                  label={t("content.weight")}
                  hint={t("content.share", { share: share(content, variant) })}
                >
                  <NumberInput
                    className={css.small}
                    min={1}
                    max={1000}
                    value={variant.weight}
                    onValue={(weight) => set(place, { ...variant, weight: Math.max(1, weight ?? 1) })}
                  />
                </Field>
                <Button
                  icon={Trash2}
                  variant="ghost"
                  onClick={() =>
                    change(
                      "content",
                      content.filter((_, other) => other !== place),
                    )
                  }
                >
                  {t("content.removeVariant", { name: variant.name })}
                </Button>
              </div>
            )}
            <ContentFields
              channelId={channelId}
              value={variant}
              onValue={(next) => set(place, { ...variant, ...next })}
              variables={variables}
            />
          </section>
        ))}
        {refusals.length > 0 && (
          <Banner tone="danger" live title={t("content.refused")}>
            {refusals.map(([, field]) => fieldWords(field)).join(" ")}
          </Banner>
        )}
        <div>
          <Button icon={Plus} onClick={add} disabled={content.length >= MOST}>
            {t(content.length === 1 ? "content.test" : "content.addVariant")}
          </Button>
        </div>
      </div>
      <div className={css.side}>
        <SamplePreview
          campaignId={campaignId}
          channelId={channelId}
          variants={content}
          audience={JSON.stringify(targets.data?.sources.map(({ id, file }) => [id, file?.created]))}
          picture={picture}
        />
      </div>
    </div>
  );
}

function variantLabel(
  content: readonly VariantForm[],
  variant: VariantForm,
  t: ReturnType<typeof useTranslations<"campaigns">>,
): string {
  return content.length > 1 ? t("content.variant", { name: variant.name }) : t("steps.content");
}

function share(content: readonly VariantForm[], variant: VariantForm): string {
  const sum = content.reduce((total, { weight }) => total + weight, 0);
  return `${Math.round((100 * variant.weight) / sum)} %`;
}

/** What may stand in placeholders: of every contact, the company's fields, the columns of files in the audience. */
function useVariables(
  targets: { sources: { file: { columns: string[] } | null }[] } | undefined,
): Variable[] {
  const t = useTranslations("campaigns");
  const fields = useContactFields();
  return useMemo(() => {
    const own = [
      { name: "first_name", label: t("variables.firstName") },
      { name: "name", label: t("variables.name") },
      { name: "phone", label: t("variables.phone") },
    ];
    const columns = (targets?.sources ?? []).flatMap(({ file }) => file?.columns ?? []);
    const known = new Map([
      ...own.map(({ name, label }) => [name, label] as const),
      ...fields.list.map(({ name, label }) => [name, label] as const),
      ...columns.map((name) => [name, name] as const),
    ]);
    return [...known].map(([name, label]) => ({ name, label }));
  }, [t, fields.list, targets]);
}
