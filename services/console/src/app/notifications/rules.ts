/** Of whose tickets one is told, as the preferences say. */

import type { Preferences } from "@/shared/api/browserSession";

export type Attention = Preferences["sound"];
export const ATTENTIONS = ["off", "mine", "unassigned", "all"] as const satisfies readonly Attention[];

/** Whether the user wants a notification for a ticket: `unassigned` are one's own and those that nobody has. */
export function isWanted(attention: Attention, assigneeId: string | null, me: string): boolean {
  switch (attention) {
    case "off":
      return false;
    case "mine":
      return assigneeId === me;
    case "unassigned":
      return assigneeId === me || assigneeId === null;
    case "all":
      return true;
  }
}
