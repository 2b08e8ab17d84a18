-- Customers who left broadcasts, by channel (null: all) and how.
SELECT channel_id, source, count(*) AS number
FROM company CROSS JOIN leavings
WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY 1, 2
