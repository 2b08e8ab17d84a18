/** A campaign as its form holds it, from and to what the API takes. Pure. */

import type { CampaignChanges } from "../data";
import type { Campaign } from "../rules";
import { type ContentForm, contentOf, formOfContent } from "./content";
import { type TimingForm, timingBody, timingOf } from "./timing";

export interface VariantForm extends ContentForm {
  name: string;
  weight: number;
}

export interface PaceForm {
  windows: readonly Window[];
  windowZone: "campaign" | "recipient";
  maxPerDay: number | null;
  messagesPerSecond: number | null;
  pauseErrorRate: number | null;
}
export type Window = Campaign["windows"][number];

export interface CampaignForm {
  name: string;
  channelId: string;
  /** One, or several of which each recipient gets one. */
  content: readonly VariantForm[];
  timing: TimingForm;
  pace: PaceForm;
}
/** What is saved by itself: a part that cannot be sent yet keeps no other from being saved. */
export type Section = keyof CampaignForm;
export const SECTIONS: readonly Section[] = ["name", "channelId", "content", "timing", "pace"];

export function formOf(campaign: Campaign): CampaignForm {
  const content = campaign.variants
    ? campaign.variants.map((variant) => ({
        ...formOfContent(variant),
        name: variant.name,
        weight: variant.weight,
      }))
    : [{ ...formOfContent(campaign), name: "A", weight: 1 }];
  const { name, channelId, windows, windowZone, maxPerDay, messagesPerSecond, pauseErrorRate } = campaign;
  const pace = { windows, windowZone, maxPerDay, messagesPerSecond, pauseErrorRate };
  return { name, channelId, content, timing: timingOf(campaign), pace };
}

/** Returns what a section's change is to the API; undefined while it cannot be sent. */
export function changesOf(section: Section, form: CampaignForm): CampaignChanges | undefined {
  switch (section) {
    case "name":
      return form.name.trim() === "" ? undefined : { name: form.name.trim() };
    case "channelId":
      return { channelId: form.channelId };
    case "content":
      return contentChanges(form.content);
    case "timing":
      return timingBody(form.timing);
    case "pace":
      return paceChanges(form.pace);
  }
}

/** The content of a request: one message, or variants; undefined while one of them says nothing. */
export function contentChanges(
  variants: readonly VariantForm[],
): Pick<CampaignChanges, "message" | "template" | "media" | "variants"> | undefined {
  const [only] = variants;
  if (variants.length === 1 && only) return contentOf(only);
  const names = new Set(variants.map(({ name }) => name.trim()));
  if (names.size !== variants.length || names.has("")) return undefined;
  const bodies = variants.map((variant) => {
    const content = contentOf(variant);
    return content && { ...content, name: variant.name.trim(), weight: variant.weight };
  });
  if (bodies.some((body) => body === undefined)) return undefined;
  return { variants: bodies as NonNullable<CampaignChanges["variants"]> };
}

function paceChanges(pace: PaceForm): CampaignChanges | undefined {
  if (!pace.windows.every(isForward)) return undefined;
  return { ...pace, windows: [...pace.windows] };
}

/** Whether hours of days make sense: some days, and an end after the beginning. */
export const isForward = ({ days, from, to }: Window): boolean => days.length > 0 && from < to;

/** The sections in which two states of a campaign differ. */
export function differences(a: CampaignForm, b: CampaignForm): Section[] {
  return SECTIONS.filter((section) => JSON.stringify(a[section]) !== JSON.stringify(b[section]));
}

/**
 * Brings changes to a state that somebody else has changed meanwhile: `clash` says whether one section was changed by
 * both, and otherwise `form` has the changes of both.
 */
export function rebased(
  mine: CampaignForm,
  dirty: ReadonlySet<Section>,
  base: CampaignForm,
  theirs: CampaignForm,
): { form: CampaignForm; clash: boolean } {
  const changed = differences(base, theirs);
  const kept = Object.fromEntries([...dirty].map((section) => [section, mine[section]]));
  return { form: { ...theirs, ...kept }, clash: changed.some((section) => dirty.has(section)) };
}
