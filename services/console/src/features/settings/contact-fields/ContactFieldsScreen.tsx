/** To be written by this feature. */

export function ContactFieldsScreen() {
  return <h1>ContactFieldsScreen</h1>;
}
