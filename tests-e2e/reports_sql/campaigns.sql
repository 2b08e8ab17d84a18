-- What each campaign that was started came to.
SELECT c.id, c.name, c.channel_id, c.state AS status, c.started_at, c.finished_at,
    count(*) AS total,
    (SELECT jsonb_object_agg(state, number) FROM (
        SELECT state, count(*) AS number FROM campaign.recipients WHERE campaign_id = c.id GROUP BY 1
    ) AS by_state) AS counts,
    count(*) FILTER (WHERE r.replied_at IS NOT NULL) AS replied,
    (SELECT count(*) FROM left_after l WHERE l.campaign_id = c.id) AS opt_outs,
    count(*) FILTER (WHERE s.send_id IS NOT NULL AND s.state NOT IN ('returned', 'suppressed')) AS attempted,
    count(*) FILTER (WHERE coalesce(r.sent_at, r.delivered_at, r.read_at) IS NOT NULL) AS sent,
    count(*) FILTER (WHERE coalesce(r.delivered_at, r.read_at) IS NOT NULL) AS delivered,
    count(*) FILTER (WHERE r.read_at IS NOT NULL) AS read,
    count(*) FILTER (WHERE r.state = 'failed') AS failed,
    count(*) FILTER (WHERE s.state = 'unconfirmed') AS unconfirmed,
    min(r.accepted_at) AS first_accepted_at,
    max(r.accepted_at) AS last_accepted_at
FROM company
JOIN campaign.campaigns c ON c.company_id = company.id AND c.started_at IS NOT NULL
JOIN campaign.recipients r ON r.company_id = c.company_id AND r.campaign_id = c.id
LEFT JOIN gateway.sends s ON s.company_id = r.company_id AND s.send_id = r.send_id
GROUP BY c.company_id, c.id
