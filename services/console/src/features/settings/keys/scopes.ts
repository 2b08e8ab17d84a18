/** What a key may do: the permissions that programs may have, by what they are about. Pure. */

import type { Permission } from "@/shared/api/browserSession";

/** Managing users, keys and one's own account is for people only. */
export const SCOPE_GROUPS = [
  { id: "contacts", scopes: ["contacts:read", "contacts:write", "contacts:import", "contacts:manage"] },
  { id: "tickets", scopes: ["tickets:read", "tickets:write", "tickets:manage"] },
  { id: "campaigns", scopes: ["campaigns:read", "campaigns:write", "campaigns:run"] },
  { id: "optouts", scopes: ["optouts:read", "optouts:write"] },
  { id: "channels", scopes: ["channels:read", "channels:write"] },
  { id: "reports", scopes: ["reports:read", "reports:manage"] },
  { id: "webhooks", scopes: ["webhooks:read", "webhooks:write"] },
  { id: "company", scopes: ["company:read", "company:write", "users:read", "audit:read"] },
] as const satisfies readonly { id: string; scopes: readonly Permission[] }[];

export type Scope = (typeof SCOPE_GROUPS)[number]["scopes"][number];

/** Returns the groups with what a person may give: at most what they have. */
export function scopesToGive(permissions: ReadonlySet<Permission>) {
  return SCOPE_GROUPS.map(({ id, scopes }) => ({
    id,
    scopes: scopes.filter((scope) => permissions.has(scope)),
  })).filter((group) => group.scopes.length > 0);
}

/** The part of a scope that its words are named by: `contacts:read` is `contactsRead`. */
export function wordsOfScope<S extends string>(scope: S): string {
  return scope.replace(/:(\w)/, (_, letter: string) => letter.toUpperCase());
}
