/** To be written by this feature. */

export function SessionsScreen() {
  return <h1>SessionsScreen</h1>;
}
