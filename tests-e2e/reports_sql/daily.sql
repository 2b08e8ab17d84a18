-- The same by day.
SELECT CAST(at AT TIME ZONE time_zone AS date) AS key, figure, count(*) AS number
FROM company CROSS JOIN happened
WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY 1, 2
