/** To be written by this feature. */

export function CampaignEditScreen() {
  return <h1>CampaignEditScreen</h1>;
}
