/**
 * Every report of the screen, in the order of its tabs. A new one needs a line here and its name in `messages`
 * (`tabs.…`): it gets its address, its tab and the filters that it asks for, and is loaded when it is first shown.
 */

import { type ComponentType, lazy } from "react";
import type { Asked } from "./asked";
import type { ReportFile } from "./files";
import type { Period } from "./period";
import type { ReportsSearch } from "./search";

/**
 * What narrows a report, drawn above it. `compare` is the comparison with the period before, `hours` whether times are
 * those of the clock or of opening hours.
 */
export type Filter = "period" | "compare" | "hours" | "channel" | "queue" | "agent" | "tag";

/** What each report is given. */
export interface ReportProps {
  /** What the address says: the filters, and what is open. */
  search: ReportsSearch;
  /** The days that are looked at. */
  period: Period;
  /** The query of its filters, as the API of reports takes it. */
  asked: Asked;
  /** Changes the address: what is named, and nothing else. */
  onSearch: (changes: ReportsSearch) => void;
}

export interface ReportTab {
  view: ComponentType<ReportProps>;
  filters: readonly Filter[];
  /** What can be saved of it. */
  files?: readonly ReportFile[];
  /** True where the report fills the window: without heading, tabs and filters. */
  isBare?: (search: ReportsSearch) => boolean;
}

export const TABS = {
  live: {
    filters: ["channel", "queue"],
    view: lazy(() => import("./live/LiveTab").then((module) => ({ default: module.LiveTab }))),
    isBare: (search) => search.wall === true,
  },
  summary: {
    filters: ["period", "compare", "hours", "channel", "queue", "agent", "tag"],
    files: ["summary"],
    view: lazy(() => import("./SummaryTab").then((module) => ({ default: module.SummaryTab }))),
  },
  daily: {
    filters: ["period", "compare", "channel", "queue", "agent", "tag"],
    files: ["daily", "hourly"],
    view: lazy(() => import("./DailyTab").then((module) => ({ default: module.DailyTab }))),
  },
  campaigns: {
    filters: ["period", "channel"],
    view: lazy(() => import("./campaigns/CampaignsTab").then((module) => ({ default: module.CampaignsTab }))),
  },
  agents: {
    filters: ["period", "compare", "hours", "channel", "queue", "tag"],
    files: ["agents"],
    view: lazy(() => import("./AgentsTab").then((module) => ({ default: module.AgentsTab }))),
  },
  queues: {
    filters: ["period", "compare", "hours", "channel", "agent", "tag"],
    files: ["queues"],
    view: lazy(() => import("./QueuesTab").then((module) => ({ default: module.QueuesTab }))),
  },
  tags: {
    filters: ["period", "compare", "hours", "channel", "queue", "agent"],
    files: ["tags"],
    view: lazy(() => import("./TagsTab").then((module) => ({ default: module.TagsTab }))),
  },
  channels: {
    filters: ["period", "compare", "channel"],
    files: ["channels", "templates", "deliveryErrors", "optOuts"],
    view: lazy(() => import("./ChannelsTab").then((module) => ({ default: module.ChannelsTab }))),
  },
} satisfies Record<string, ReportTab>;

export type Report = keyof typeof TABS;

export const REPORTS = Object.keys(TABS) as Report[];

/** Returns the report of a name. */
export function tabOf(report: Report): ReportTab {
  return TABS[report];
}
