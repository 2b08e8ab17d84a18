/** To be written by this feature. */

export function CampaignRecipientsScreen() {
  return <h1>CampaignRecipientsScreen</h1>;
}
