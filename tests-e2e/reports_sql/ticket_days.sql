-- Tickets opened and closed by day, narrowed as in ticket_figures.sql.
SELECT CAST(at AT TIME ZONE time_zone AS date) AS key, figure, count(*) AS number
FROM company CROSS JOIN figures
WHERE figure IN ('opened', 'closed')
  AND CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
  AND (CAST($4 AS uuid) IS NULL OR queue_id = $4)
  AND (CAST($5 AS uuid) IS NULL OR agent_id = $5)
  AND (CAST($6 AS uuid) IS NULL OR $6 = ANY (tag_ids))
GROUP BY 1, 2
