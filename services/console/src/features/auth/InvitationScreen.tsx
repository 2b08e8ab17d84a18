/** To be written by this feature. */

export function InvitationScreen() {
  return <h1>InvitationScreen</h1>;
}
