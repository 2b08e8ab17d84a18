/** To be written by this feature. */

export function CampaignsScreen() {
  return <h1>CampaignsScreen</h1>;
}
