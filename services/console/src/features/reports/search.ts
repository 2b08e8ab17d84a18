/** What the addresses of reports hold: the period, the channel, and the campaign that is looked at. */

export const DAYS = [7, 30, 90, 365] as const;
export const REPORTS = ["summary", "daily", "campaigns", "agents", "channels"] as const;
export type Report = (typeof REPORTS)[number];

export interface ReportsSearch {
  /** How many days until today; else `from` and `to`. */
  days?: (typeof DAYS)[number] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  channel?: string | undefined;
  /** The campaign whose report is open. */
  campaign?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;

/** Returns what of an address's parameters means something. */
export function validateReports(search: Record<string, unknown>): ReportsSearch {
  const { days, from, to, channel, campaign } = search;
  const found: ReportsSearch = {};
  const known = DAYS.find((one) => one === Number(days));
  if (known) found.days = known;
  else if (isDay(from) && isDay(to) && from <= to) Object.assign(found, { from, to });
  if (typeof channel === "string" && ID.test(channel)) found.channel = channel;
  if (typeof campaign === "string" && ID.test(campaign)) found.campaign = campaign;
  return found;
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value));
}
