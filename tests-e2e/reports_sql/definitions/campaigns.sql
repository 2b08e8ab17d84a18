-- Recipients of campaigns who left broadcasts, of the channel or of all, in the three days after the message, unless
-- a later campaign of these had reached them. Of those of a file nobody knows when they left. The provider tells
-- whole seconds.
CREATE TEMPORARY VIEW reached AS
SELECT r.*, c.channel_id
FROM company
JOIN campaign.recipients r ON r.company_id = company.id
JOIN campaign.campaigns c ON c.company_id = r.company_id AND c.id = r.campaign_id
WHERE r.state IN ('dispatched', 'accepted', 'sent', 'delivered', 'read', 'unconfirmed');

CREATE TEMPORARY VIEW left_after AS
SELECT DISTINCT r.campaign_id, r.send_id, r.variant
FROM reached r
JOIN campaign.opt_outs o ON o.company_id = r.company_id AND o.identity = ANY (r.aliases)
    AND (o.channel_id IS NULL OR o.channel_id = r.channel_id)
JOIN campaign.opt_out_wishes h ON h.opt_out_id = o.id AND h.active AND h.source <> 'import'
WHERE h.at BETWEEN date_trunc('second', r.dispatched_at) AND r.dispatched_at + interval '3 days'
  AND NOT EXISTS (
    SELECT FROM reached later
    WHERE later.aliases && r.aliases AND (o.channel_id IS NULL OR later.channel_id = o.channel_id)
      AND later.dispatched_at > r.dispatched_at AND date_trunc('second', later.dispatched_at) <= h.at
  );
