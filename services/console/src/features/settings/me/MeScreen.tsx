/** To be written by this feature. */

export function MeScreen() {
  return <h1>MeScreen</h1>;
}
