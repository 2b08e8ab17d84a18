-- What happened from the day $1 to the day $2 of the company, on the channel $3 or (null) on all.
SELECT figure, count(*) AS number
FROM company CROSS JOIN happened
WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY figure
