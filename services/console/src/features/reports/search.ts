/** What the addresses of reports hold: the period and the filters, which all reports share, and what is open in one. */

export const DAYS = [7, 30, 90, 365] as const;

export interface ReportsSearch {
  /** How many days until today; else `from` and `to`. */
  days?: (typeof DAYS)[number] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  channel?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  tag?: string | undefined;
  /** False: without the period before; compared is the usual. */
  compare?: false | undefined;
  /** The campaign whose report is open. */
  campaign?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;
const IDS = ["channel", "queue", "agent", "tag", "campaign"] as const;

/** Returns what of an address's parameters means something. */
export function validateReports(search: Record<string, unknown>): ReportsSearch {
  const { days, from, to } = search;
  const found: ReportsSearch = {};
  const known = DAYS.find((one) => one === Number(days));
  if (known) found.days = known;
  else if (isDay(from) && isDay(to) && from <= to) Object.assign(found, { from, to });
  for (const name of IDS) {
    const value = search[name];
    if (typeof value === "string" && ID.test(value)) found[name] = value;
  }
  if (search.compare === false || search.compare === "false") found.compare = false;
  return found;
}

/** Returns what another report keeps of an address: the period and the filters. */
export function sharedSearch({
  days,
  from,
  to,
  channel,
  queue,
  agent,
  tag,
  compare,
}: ReportsSearch): ReportsSearch {
  return { days, from, to, channel, queue, agent, tag, compare };
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value));
}
