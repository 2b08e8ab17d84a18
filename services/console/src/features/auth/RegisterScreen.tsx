/** To be written by this feature. */

export function RegisterScreen() {
  return <h1>RegisterScreen</h1>;
}
