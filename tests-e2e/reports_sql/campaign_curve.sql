-- How many messages of the campaign $1 came how far in each minute.
SELECT date_trunc('minute', step.at) AS at, step.name AS step, count(*) AS number
FROM company
JOIN campaign.recipients r ON r.company_id = company.id
CROSS JOIN LATERAL (
    VALUES
        ('sent', least(r.sent_at, r.delivered_at, r.read_at)), ('delivered', least(r.delivered_at, r.read_at)),
        ('read', r.read_at), ('failed', CASE WHEN r.state = 'failed' THEN r.failed_at END)
) AS step (name, at)
WHERE r.campaign_id = $1 AND step.at IS NOT NULL
GROUP BY 1, 2
