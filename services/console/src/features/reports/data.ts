/** What the reports read. Reports are of a minute ago at most; nothing tells when they change. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { FOR_A_MINUTE } from "@/shared/api/queries";
import { type Asked, ofMessages } from "./asked";

export type Summary = AnswerOf<"reports.getSummary">;
export type Activity = Summary["totals"];
export type TicketFigures = Summary["tickets"];
export type Day = AnswerOf<"reports.getDaily">["days"][number];
export type Hour = AnswerOf<"reports.getHourly">["hours"][number];
export type ChannelFigures = AnswerOf<"reports.getChannels">["items"][number];
export type DeliveryError = AnswerOf<"reports.getDeliveryErrors">["items"][number];
export type OptOuts = AnswerOf<"reports.getOptOuts">["items"][number];
export type TemplateFigures = AnswerOf<"reports.getTemplates">["items"][number];

/** The key of a report of a period; while another is read, the one before stays. */
const report = (name: string, asked: Asked) => ({
  queryKey: ["reports", name, asked],
  placeholderData: keepPreviousData,
  ...FOR_A_MINUTE,
});

export function useSummary(asked: Asked) {
  return useQuery({
    ...report("summary", asked),
    queryFn: () => ask(api.GET("/api/v1/reports/summary", { params: { query: asked } })),
  });
}

export function useDays(asked: Asked) {
  return useQuery({
    ...report("daily", asked),
    queryFn: () => ask(api.GET("/api/v1/reports/daily", { params: { query: asked } })),
  });
}

/** Each hour of a week. */
export function useHours({ compare: _, ...asked }: Asked) {
  return useQuery({
    ...report("hourly", asked),
    queryFn: () => ask(api.GET("/api/v1/reports/hourly", { params: { query: asked } })),
  });
}

export function useChannelFigures(asked: Asked) {
  const query = ofMessages(asked);
  return useQuery({
    ...report("channels", query),
    queryFn: () => ask(api.GET("/api/v1/reports/channels", { params: { query } })),
  });
}

export function useDeliveryErrors(asked: Asked) {
  const query = ofMessages(asked);
  return useQuery({
    ...report("delivery-errors", query),
    queryFn: () => ask(api.GET("/api/v1/reports/delivery-errors", { params: { query } })),
  });
}

export function useOptOuts(asked: Asked) {
  const query = ofMessages(asked);
  return useQuery({
    ...report("opt-outs", query),
    queryFn: () => ask(api.GET("/api/v1/reports/opt-outs", { params: { query } })),
  });
}

export function useTemplates(asked: Asked) {
  const query = ofMessages(asked);
  return useQuery({
    ...report("templates", query),
    queryFn: () => ask(api.GET("/api/v1/reports/templates", { params: { query } })),
  });
}

/** Somebody or something that has tickets. */
export interface Group {
  /** Null: tickets of nobody, in no queue. */
  id: string | null;
  name: string | null;
  figures: TicketFigures;
  before?: TicketFigures;
}

export type GroupKind = "agents" | "queues" | "tags";
type GroupItem = TicketFigures & { name?: string | null };
interface GroupReport<Item> {
  items: Item[];
  previous?: { items: Item[] } | null;
}

function groupsOf<Item extends GroupItem>(
  { items, previous }: GroupReport<Item>,
  id: (item: Item) => string | null,
): Group[] {
  const before = new Map(previous?.items.map((item) => [id(item), item]));
  return items.map((item) => {
    const then = before.get(id(item));
    return { id: id(item), name: item.name ?? null, figures: item, ...(then && { before: then }) };
  });
}

const GROUPS: Record<GroupKind, (query: Asked) => Promise<Group[]>> = {
  agents: async (query) =>
    groupsOf(await ask(api.GET("/api/v1/reports/agents", { params: { query } })), (one) => one.agentId),
  queues: async (query) =>
    groupsOf(await ask(api.GET("/api/v1/reports/queues", { params: { query } })), (one) => one.queueId),
  tags: async (query) =>
    groupsOf(await ask(api.GET("/api/v1/reports/tags", { params: { query } })), (one) => one.tagId),
};

/** The figures of tickets by agent, queue or tag. */
export function useGroups(kind: GroupKind, asked: Asked) {
  return useQuery({ ...report(kind, asked), queryFn: () => GROUPS[kind](asked) });
}
