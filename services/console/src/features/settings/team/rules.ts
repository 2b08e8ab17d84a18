/** Who may do what to whom in the team. Pure; the server decides. */

import type { Role } from "@/shared/api/browserSession";

export const ROLES: readonly Role[] = ["owner", "admin", "agent", "viewer"];

/** Roles that a person may give out: only owners make owners. */
export function rolesToGive(own: Role): readonly Role[] {
  return own === "owner" ? ROLES : ROLES.filter((role) => role !== "owner");
}

interface Member {
  id: string;
  role: Role;
  status: "active" | "disabled";
}

/** Whether a person who manages users may change another: only owners change owners. */
export function mayChange(self: Member, other: Member): boolean {
  return other.role !== "owner" || self.role === "owner";
}

/** Whether this is the one owner left, who can neither be disabled nor get another role. */
export function isLastOwner(team: readonly Member[], member: Member): boolean {
  const owners = team.filter((one) => one.role === "owner" && one.status === "active");
  return owners.length === 1 && owners[0]?.id === member.id;
}
