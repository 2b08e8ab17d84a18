/**
 * Every report of the screen, in the order of its tabs. A new one needs a line here and its name in `messages`
 * (`tabs.…`): it gets its address, its tab and the filters that it asks for, and is loaded when it is first shown.
 */

import { type ComponentType, lazy } from "react";
import type { Period } from "./period";
import type { ReportsSearch } from "./search";

/** What narrows a report, drawn above it. `compare` is the comparison with the period before. */
export type Filter = "period" | "compare" | "channel" | "queue" | "agent" | "tag";

/** What each report is given. */
export interface ReportProps {
  /** What the address says: the filters, and what is open. */
  search: ReportsSearch;
  /** The days that are looked at. */
  period: Period;
  /** Changes the address: what is named, and nothing else. */
  onSearch: (changes: ReportsSearch) => void;
}

export interface ReportTab {
  view: ComponentType<ReportProps>;
  filters: readonly Filter[];
  /** True where the report fills the window: without heading, tabs and filters. */
  isBare?: (search: ReportsSearch) => boolean;
}

const ALL: readonly Filter[] = ["period", "compare", "channel", "queue", "agent", "tag"];

export const TABS = {
  summary: {
    filters: ALL,
    view: lazy(() => import("./SummaryTab").then((module) => ({ default: module.SummaryTab }))),
  },
  daily: {
    filters: ["period", "channel", "queue", "agent", "tag"],
    view: lazy(() => import("./DailyTab").then((module) => ({ default: module.DailyTab }))),
  },
  campaigns: {
    filters: [],
    view: lazy(() => import("./CampaignsTab").then((module) => ({ default: module.CampaignsTab }))),
  },
  agents: {
    filters: ["period"],
    view: lazy(() => import("./AgentsTab").then((module) => ({ default: module.AgentsTab }))),
  },
  channels: {
    filters: ["period"],
    view: lazy(() => import("./ChannelsTab").then((module) => ({ default: module.ChannelsTab }))),
  },
} satisfies Record<string, ReportTab>;

export type Report = keyof typeof TABS;

export const REPORTS = Object.keys(TABS) as Report[];

/** Returns the report of an address; undefined where there is none of that name. */
export function tabOf(report: Report): ReportTab {
  return TABS[report];
}
