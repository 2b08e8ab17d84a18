/** To be written by this feature. */

export function TeamScreen() {
  return <h1>TeamScreen</h1>;
}
