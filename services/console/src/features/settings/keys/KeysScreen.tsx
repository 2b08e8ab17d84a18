/** To be written by this feature. */

export function KeysScreen() {
  return <h1>KeysScreen</h1>;
}
