/** What webhooks are told of, by subject, and how one stands. Pure. */

import type { EventType, Webhook } from "./data";

/** Every type once, in the order in which they are offered. */
export const EVENT_GROUPS = {
  messages: ["message.created", "message.updated", "scheduled_message.updated"],
  tickets: [
    "ticket.updated",
    "ticket.removed",
    "ticket.rated",
    "mention.created",
    "sla.warning",
    "sla.breach",
  ],
  contacts: ["contact.updated", "contact.merged", "contact.deleted", "import.updated", "bulk.updated"],
  campaigns: ["campaign.progress", "campaign.finished", "template.changed", "channel.changed"],
  settings: [
    "queue.updated",
    "tag.updated",
    "contact_tag.updated",
    "contact_tag.deleted",
    "contact_field.updated",
    "contact_field.deleted",
    "policies.updated",
    "automation.changed",
    "macro.changed",
    "quick-reply.changed",
    "user.changed",
  ],
} as const satisfies Record<string, readonly EventType[]>;

export type EventGroup = keyof typeof EVENT_GROUPS;
export const GROUP_NAMES = Object.keys(EVENT_GROUPS) as EventGroup[];

export type Health = "off" | "failing" | "paused" | "well" | "unused";

/** Returns how a webhook stands. */
export function healthOf(webhook: Webhook, now: Date = new Date()): Health {
  if (!webhook.active) return "off";
  if (webhook.failingSince !== null) return "failing";
  if (webhook.pausedUntil !== null && new Date(webhook.pausedUntil) > now) return "paused";
  return webhook.lastSuccessAt === null ? "unused" : "well";
}

/** What is wrong with an address before it is sent. */
export function isAddress(typed: string): boolean {
  try {
    const { protocol, hostname } = new URL(typed);
    return (protocol === "https:" || protocol === "http:") && hostname !== "";
  } catch {
    return false;
  }
}
