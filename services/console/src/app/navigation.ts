/** The screens that one goes to from anywhere: the rail, the bottom bar, `g` keys and the command palette show these. */

import type { LinkProps } from "@tanstack/react-router";
import {
  ChartNoAxesColumn,
  ContactRound,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  Settings,
  Smartphone,
} from "lucide-react";
import type { Permission } from "@/shared/api/browserSession";
import type { CommandId } from "@/shared/keyboard/table";

export interface Screen {
  /** Its name, in this folder's words: `screens.inbox`. */
  id: "inbox" | "contacts" | "campaigns" | "channels" | "reports" | "settings";
  to: LinkProps["to"];
  icon: LucideIcon;
  /** Without it the screen is not drawn. */
  permission: Permission;
  command: CommandId;
}

export const SCREENS: readonly Screen[] = [
  {
    id: "inbox",
    to: "/inbox/{-$ticketId}",
    icon: MessagesSquare,
    permission: "tickets:read",
    command: "goInbox",
  },
  {
    id: "contacts",
    to: "/contacts/{-$contactId}",
    icon: ContactRound,
    permission: "contacts:read",
    command: "goContacts",
  },
  {
    id: "campaigns",
    to: "/campaigns",
    icon: Megaphone,
    permission: "campaigns:read",
    command: "goCampaigns",
  },
  {
    id: "channels",
    to: "/channels/{-$channelId}",
    icon: Smartphone,
    permission: "channels:read",
    command: "goChannels",
  },
  {
    id: "reports",
    to: "/reports/{-$tab}",
    icon: ChartNoAxesColumn,
    permission: "reports:read",
    command: "goReports",
  },
  { id: "settings", to: "/settings", icon: Settings, permission: "self", command: "goSettings" },
];

/** Returns the screens that the user may open. */
export function screensOf(permissions: ReadonlySet<Permission>): readonly Screen[] {
  return SCREENS.filter((screen) => permissions.has(screen.permission));
}
