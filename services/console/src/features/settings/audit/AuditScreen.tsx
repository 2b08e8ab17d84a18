/** To be written by this feature. */

export function AuditScreen() {
  return <h1>AuditScreen</h1>;
}
