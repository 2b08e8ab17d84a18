/** To be written by this feature. */

export function AutomationsScreen() {
  return <h1>AutomationsScreen</h1>;
}
