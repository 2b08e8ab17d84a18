/** To be written by this feature. */

export function PasswordResetScreen() {
  return <h1>PasswordResetScreen</h1>;
}
