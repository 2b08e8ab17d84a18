/** The pages of the settings, in the order of their navigation, and what it takes to see each. */

import {
  BellRing,
  Bot,
  Building2,
  CircleUserRound,
  Clock,
  KeyRound,
  type LucideIcon,
  MessageSquareText,
  MonitorSmartphone,
  ScrollText,
  SquarePen,
  Star,
  Tags,
  Timer,
  Users,
  UserX,
  Webhook,
  Workflow,
} from "lucide-react";
import type { Permission } from "@/shared/api/browserSession";

export interface SettingsPageEntry {
  id: string;
  to: `/settings/${string}`;
  icon: LucideIcon;
  permission: Permission;
}

export const GROUPS = [
  {
    id: "mine",
    pages: [
      { id: "me", to: "/settings/me", icon: CircleUserRound, permission: "self" },
      { id: "sessions", to: "/settings/sessions", icon: MonitorSmartphone, permission: "self" },
    ],
  },
  {
    id: "company",
    pages: [
      { id: "company", to: "/settings/company", icon: Building2, permission: "company:read" },
      { id: "team", to: "/settings/team", icon: Users, permission: "users:read" },
      { id: "audit", to: "/settings/audit", icon: ScrollText, permission: "audit:read" },
    ],
  },
  {
    id: "inbox",
    pages: [
      { id: "queues", to: "/settings/queues", icon: Clock, permission: "tickets:manage" },
      {
        id: "quickReplies",
        to: "/settings/quick-replies",
        icon: MessageSquareText,
        permission: "tickets:read",
      },
      { id: "tags", to: "/settings/tags", icon: Tags, permission: "tickets:read" },
      { id: "policies", to: "/settings/policies", icon: BellRing, permission: "tickets:manage" },
      { id: "sla", to: "/settings/sla", icon: Timer, permission: "tickets:manage" },
      { id: "satisfaction", to: "/settings/satisfaction", icon: Star, permission: "tickets:manage" },
      { id: "automations", to: "/settings/automations", icon: Bot, permission: "tickets:manage" },
      { id: "macros", to: "/settings/macros", icon: Workflow, permission: "tickets:read" },
    ],
  },
  {
    id: "contacts",
    pages: [
      { id: "contactFields", to: "/settings/contact-fields", icon: SquarePen, permission: "contacts:manage" },
      { id: "optOuts", to: "/settings/opt-outs", icon: UserX, permission: "optouts:read" },
    ],
  },
  {
    id: "integrations",
    pages: [
      { id: "keys", to: "/settings/keys", icon: KeyRound, permission: "apikeys:read" },
      { id: "webhooks", to: "/settings/webhooks", icon: Webhook, permission: "webhooks:read" },
    ],
  },
] as const satisfies readonly { id: string; pages: readonly SettingsPageEntry[] }[];

/** Returns the groups with what a person may see of them. */
export function visibleGroups(permissions: ReadonlySet<Permission>) {
  return GROUPS.map((group) => ({
    id: group.id,
    pages: group.pages.filter((page) => permissions.has(page.permission)),
  })).filter((group) => group.pages.length > 0);
}

/** Returns the page of an address. */
export function pageAt(path: string) {
  return GROUPS.flatMap((group) => group.pages as readonly Entry[]).find(
    ({ to }) => path === to || path.startsWith(`${to}/`),
  );
}

type Entry = (typeof GROUPS)[number]["pages"][number];
