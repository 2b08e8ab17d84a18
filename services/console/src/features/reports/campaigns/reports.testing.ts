/** A campaign with two variants, as reporting answers with it, for tests. */

import type { CampaignReport, CampaignRow, VariantFigures } from "./data";

export const CAMPAIGN = "01a227fc-06aa-77c8-aba7-e51f7714f406";

const rates = { delivered: 0.95, read: 0.5, replied: 0.1, optOuts: 0.01, failed: 0.05 };

export const row: CampaignRow = {
  id: CAMPAIGN,
  name: "Pães de Natal",
  channelId: "ch1",
  status: "finished",
  state: "finished",
  total: 1000,
  counts: { sent: 100, delivered: 400, read: 450, failed: 50 },
  startedAt: "2026-11-01T12:00:00Z",
  finishedAt: "2026-11-01T12:10:00Z",
  durationSeconds: 600,
  updatedAt: "2026-11-01T12:10:00Z",
  funnel: { recipients: 1000, sent: 950, delivered: 900, read: 450, replied: 90 },
  optOuts: 9,
  rates,
};

export const variant = (
  number: number,
  name: string,
  read: number,
  more: Partial<VariantFigures> = {},
): VariantFigures => ({
  number,
  name,
  total: 500,
  counts: {},
  sent: 475,
  delivered: 450,
  read: 450 * read,
  replied: 45,
  optOuts: 4,
  rates: { delivered: 0.95, read, replied: 0.1, optOuts: 0.009 },
  intervals: {
    delivered: { low: 0.92, high: 0.97 },
    read: { low: read - 0.04, high: read + 0.04 },
    replied: { low: 0.08, high: 0.13 },
    optOuts: { low: 0.002, high: 0.02 },
  },
  ...more,
});

export const report: CampaignReport = {
  ...row,
  replied: 90,
  delivery: { attempted: 1000, sent: 950, delivered: 900, read: 450, failed: 50, unconfirmed: 2 },
  rates,
  messagesPerSecond: 1.6,
  failures: [
    { reason: { code: "not_on_whatsapp", pt: "Não está no WhatsApp", en: "Not on WhatsApp" }, count: 40 },
    { reason: null, count: 10 },
  ],
  errors: [],
  consistent: true,
  variants: [variant(1, "Curta", 0.6), variant(2, "Longa", 0.4)],
  comparisons: [
    { figure: "read", best: 1, pValue: 0.0004, verdict: "different" },
    { figure: "replied", best: null, pValue: 0.62, verdict: "notProven" },
    { figure: "optOuts", best: null, pValue: null, verdict: "tooFew" },
  ],
};

export const curve = {
  campaignId: CAMPAIGN,
  stepSeconds: 60,
  points: [
    { at: "2026-11-01T12:00:00Z", sent: 600, delivered: 500, read: 10, failed: 30 },
    { at: "2026-11-01T12:09:00Z", sent: 350, delivered: 400, read: 440, failed: 20 },
  ],
};
