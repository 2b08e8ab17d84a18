/** To be written by this feature. */

export function ImportsScreen() {
  return <h1>ImportsScreen</h1>;
}
