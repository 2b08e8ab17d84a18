-- Messages made of each template, by when the first of their steps was: how many were sent or failed, and how far
-- these came. What a campaign sends is made of its own template, a reply of what chat says it is.
WITH made AS (
    SELECT s.*, coalesce(c.content, m.content -> 'template') AS template
    FROM company
    CROSS JOIN sent_messages s
    LEFT JOIN chat.messages m ON m.company_id = company.id AND m.send_id = s.send_id AND m.kind = 'template'
    LEFT JOIN campaign.recipients r ON r.company_id = company.id AND r.send_id = s.send_id
    LEFT JOIN campaign.campaigns c ON c.company_id = company.id AND c.id = r.campaign_id
        AND c.content ->> 'kind' = 'template'
)
SELECT channel_id, template ->> 'name' AS name, template ->> 'language' AS language,
    count(*) AS messages, count(sent_at) AS sent, count(delivered_at) AS delivered, count(read_at) AS read,
    count(failed_at) AS failed
FROM company CROSS JOIN made
WHERE template IS NOT NULL
  AND CAST(least(sent_at, delivered_at, read_at, failed_at) AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY 1, 2, 3
