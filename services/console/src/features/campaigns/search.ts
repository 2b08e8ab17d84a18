/**
 * What the addresses of campaigns hold: the list's filters, the wizard's step, the recipients' filters. It is loaded with
 * every screen, so what a text may be is looked at where it is used (`known` of rules.ts).
 */

import type { CampaignStatus, RecipientStatus, StepId } from "./rules";

type Given = Record<string, unknown>;

const text = <T extends string = string>(value: unknown): T | undefined =>
  typeof value === "string" || typeof value === "number" ? (`${value}` as T) || undefined : undefined;
const flag = (value: unknown): true | undefined => value === true || undefined;

export interface CampaignsSearch {
  status?: CampaignStatus;
  archived?: true;
  show?: "segments";
}

export const campaignsSearch = ({ status, archived, show }: Given): CampaignsSearch => ({
  status: text(status),
  archived: flag(archived),
  show: text(show),
});

export interface EditSearch {
  step?: StepId;
}

export const editSearch = ({ step }: Given): EditSearch => ({ step: text(step) });

export interface RecipientsSearch {
  status?: RecipientStatus;
  replied?: true;
  phone?: string;
  variant?: string;
}

export const recipientsSearch = ({ status, replied, phone, variant }: Given): RecipientsSearch => ({
  status: text(status),
  replied: flag(replied),
  phone: text(phone),
  variant: text(variant),
});
