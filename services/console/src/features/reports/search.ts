/** What the addresses of reports hold: the period and the filters, which all reports share, and how one is shown. */

/** So many days until today. */
export const DAYS = [7, 30, 90, 365] as const;
/** Periods that move with the calendar. */
export const RANGES = ["today", "yesterday", "month", "lastMonth"] as const;
/** What a chart by days has in each place. */
export const UNITS = ["day", "week", "month"] as const;
export const MEASURES = ["inbound", "replies", "campaigns", "opened", "closed", "optOuts"] as const;

/** What agents, queues and tags are ranked by. */
export const FIGURES = [
  "firstReply",
  "nextReply",
  "resolution",
  "satisfaction",
  "promises",
  "opened",
] as const;

export type Range = (typeof RANGES)[number];
export type Unit = (typeof UNITS)[number];
export type Measure = (typeof MEASURES)[number];
export type FigureName = (typeof FIGURES)[number] | "closed";
/** States of campaigns that have started. */
export const STATUSES = ["expanding", "running", "paused", "finished", "cancelled", "failed"] as const;

export interface ReportsSearch {
  /** How many days until today; else `range`, or `from` and `to`. */
  days?: (typeof DAYS)[number] | undefined;
  range?: Range | undefined;
  from?: string | undefined;
  to?: string | undefined;
  channel?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  tag?: string | undefined;
  /** False: without the period before; compared is the usual. */
  compare?: false | undefined;
  /** Times in opening hours rather than by the clock. */
  hours?: "business" | undefined;
  /** What a place of the charts by days stands for. */
  by?: Unit | undefined;
  /** What the first chart by days and the heat map count. */
  measure?: Measure | undefined;
  figure?: FigureName | undefined;
  /** A table's order: a column and a direction, `closed-desc`. */
  order?: string | undefined;
  /** Of campaigns: those in this state. */
  state?: (typeof STATUSES)[number] | undefined;
  /** Live figures fill the screen. */
  wall?: true | undefined;
  /** The campaign whose report was open before it had an address of its own. */
  campaign?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/;
const SORT = /^[a-zA-Z]+-(asc|desc)$/;
const IDS = ["channel", "queue", "agent", "tag", "campaign"] as const;

/** Returns what of an address's parameters means something. */
export function validateReports(search: Record<string, unknown>): ReportsSearch {
  const { days, range, from, to, wall } = search;
  const found: ReportsSearch = {};
  const known = DAYS.find((one) => one === Number(days));
  const moving = oneOf(RANGES, range);
  if (known) found.days = known;
  else if (moving) found.range = moving;
  else if (isDay(from) && isDay(to) && from <= to) Object.assign(found, { from, to });
  for (const name of IDS) {
    const value = search[name];
    if (typeof value === "string" && ID.test(value)) found[name] = value;
  }
  if (search.compare === false || search.compare === "false") found.compare = false;
  if (search.hours === "business") found.hours = "business";
  const by = oneOf(UNITS, search.by);
  if (by) found.by = by;
  const measure = oneOf(MEASURES, search.measure);
  if (measure) found.measure = measure;
  const figure = oneOf(FIGURES, search.figure);
  if (figure) found.figure = figure;
  if (typeof search.order === "string" && SORT.test(search.order)) found.order = search.order;
  const state = STATUSES.find((one) => one === search.state);
  if (state) found.state = state;
  if (wall === true || wall === 1 || wall === "true" || wall === "1") found.wall = true;
  return found;
}

/** What each report keeps of the address of another. */
const SHARED = [
  "days",
  "range",
  "from",
  "to",
  "channel",
  "queue",
  "agent",
  "tag",
  "compare",
  "hours",
] as const;

/** Returns what another report keeps of an address: the period and the filters. */
export function sharedSearch(search: ReportsSearch): ReportsSearch {
  return Object.fromEntries(
    SHARED.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}

/** What the addresses of reports by e-mail and of exports hold: the report that was left for them, for the way back. */
export interface AwaySearch extends ReportsSearch {
  report?: string | undefined;
}

const REPORT = /^[a-z]+$/;

/** Returns what of their parameters means something; a report that there is none of leads to the summary. */
export function validateAway({ report, ...search }: Record<string, unknown>): AwaySearch {
  return {
    ...sharedSearch(validateReports(search)),
    ...(typeof report === "string" && REPORT.test(report) && { report }),
  };
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((one) => one === value);
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value));
}
