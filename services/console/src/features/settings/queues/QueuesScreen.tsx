/** To be written by this feature. */

export function QueuesScreen() {
  return <h1>QueuesScreen</h1>;
}
