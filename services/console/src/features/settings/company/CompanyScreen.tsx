/** To be written by this feature. */

export function CompanyScreen() {
  return <h1>CompanyScreen</h1>;
}
