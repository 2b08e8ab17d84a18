/** To be written by this feature. */

export function ContactsScreen() {
  return <h1>ContactsScreen</h1>;
}
