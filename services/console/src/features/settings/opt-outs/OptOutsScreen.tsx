/** To be written by this feature. */

export function OptOutsScreen() {
  return <h1>OptOutsScreen</h1>;
}
