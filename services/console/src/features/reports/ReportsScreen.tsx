/** To be written by this feature. */

export function ReportsScreen() {
  return <h1>ReportsScreen</h1>;
}
