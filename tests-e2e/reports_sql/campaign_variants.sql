-- How far the messages of each variant of the campaign $1 came, by the statuses of its recipients; with the bounds
-- between which each rate lies with 95 % confidence, by Wilson.
WITH counted AS (
    SELECT r.variant AS name, count(*) AS total,
        count(*) FILTER (WHERE r.state IN ('sent', 'delivered', 'read')) AS sent,
        count(*) FILTER (WHERE r.state IN ('delivered', 'read')) AS delivered,
        count(*) FILTER (WHERE r.state = 'read') AS read,
        count(*) FILTER (WHERE r.replied_at IS NOT NULL) AS replied,
        (SELECT count(*) FROM left_after l WHERE l.campaign_id = $1 AND l.variant = r.variant) AS opt_outs
    FROM company JOIN campaign.recipients r ON r.company_id = company.id
    WHERE r.campaign_id = $1 AND r.variant IS NOT NULL
    GROUP BY 1
)
SELECT counted.*, rate.name AS rate, rate.part, rate.whole,
    (rate.part + z * z / 2 - z * sqrt(rate.part * (rate.whole - rate.part) / rate.whole + z * z / 4))
        / (rate.whole + z * z) AS low,
    (rate.part + z * z / 2 + z * sqrt(rate.part * (rate.whole - rate.part) / rate.whole + z * z / 4))
        / (rate.whole + z * z) AS high
FROM counted
CROSS JOIN (VALUES (1.959963984540054)) AS normal (z)
CROSS JOIN LATERAL (
    VALUES ('delivered', CAST(delivered AS float8), CAST(nullif(sent, 0) AS float8)),
        ('read', read, nullif(delivered, 0)), ('replied', replied, nullif(delivered, 0)),
        ('optOuts', opt_outs, nullif(delivered, 0))
) AS rate (name, part, whole)
