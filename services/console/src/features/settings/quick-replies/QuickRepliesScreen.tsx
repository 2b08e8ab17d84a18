/** To be written by this feature. */

export function QuickRepliesScreen() {
  return <h1>QuickRepliesScreen</h1>;
}
