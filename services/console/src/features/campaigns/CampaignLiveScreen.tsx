/** To be written by this feature. */

export function CampaignLiveScreen() {
  return <h1>CampaignLiveScreen</h1>;
}
