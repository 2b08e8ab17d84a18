/** To be written by this feature. */

export function ChannelConnectScreen() {
  return <h1>ChannelConnectScreen</h1>;
}
