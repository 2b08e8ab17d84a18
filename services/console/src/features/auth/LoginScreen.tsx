/** To be written by this feature. */

export function LoginScreen() {
  return <h1>LoginScreen</h1>;
}
