/** To be written by this feature. */

export function InboxScreen() {
  return <h1>InboxScreen</h1>;
}
