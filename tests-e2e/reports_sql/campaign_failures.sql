-- Why messages of the campaign $1 failed.
SELECT r.reason, count(*) AS number
FROM company JOIN campaign.recipients r ON r.company_id = company.id
WHERE r.campaign_id = $1 AND r.state = 'failed'
GROUP BY 1
