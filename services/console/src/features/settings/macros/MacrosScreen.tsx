/** To be written by this feature. */

export function MacrosScreen() {
  return <h1>MacrosScreen</h1>;
}
