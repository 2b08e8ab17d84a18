/** To be written by this feature. */

export function ChannelsScreen() {
  return <h1>ChannelsScreen</h1>;
}
