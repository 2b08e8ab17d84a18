/** To be written by this feature. */

export function WebhooksScreen() {
  return <h1>WebhooksScreen</h1>;
}
