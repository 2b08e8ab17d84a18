/** To be written by this feature. */

export function SlaScreen() {
  return <h1>SlaScreen</h1>;
}
