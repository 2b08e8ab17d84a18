/** To be written by this feature. */

export function PoliciesScreen() {
  return <h1>PoliciesScreen</h1>;
}
