/** To be written by this feature. */

export function SatisfactionScreen() {
  return <h1>SatisfactionScreen</h1>;
}
