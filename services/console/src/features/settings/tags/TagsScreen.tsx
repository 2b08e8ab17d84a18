/** To be written by this feature. */

export function TagsScreen() {
  return <h1>TagsScreen</h1>;
}
