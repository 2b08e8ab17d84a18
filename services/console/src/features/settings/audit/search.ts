/** What the address of the audit log holds: its filters. */

/** `from` and `to` are days of the company's calendar, as `2026-11-29`. */
export interface AuditSearch {
  action?: string;
  actor?: string;
  from?: string;
  to?: string;
}

const ACTION = /^[a-z.-]{1,100}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const fitting = (value: unknown, pattern: RegExp) =>
    typeof value === "string" && pattern.test(value) ? value : undefined;
  return {
    action: fitting(search.action, ACTION),
    actor: fitting(search.actor, UUID),
    from: fitting(search.from, DAY),
    to: fitting(search.to, DAY),
  };
}
