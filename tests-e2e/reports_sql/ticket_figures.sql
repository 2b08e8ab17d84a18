-- The figures of tickets from the day $1 to the day $2, narrowed to the channel $3, the queue $4, the agent $5
-- and the tag $6 (null: to none), each of the agent, the queue or the tag that $7 names, or of all.
SELECT CASE $7 WHEN 'agent' THEN agent_id WHEN 'queue' THEN queue_id WHEN 'tag' THEN tag_id END AS key, figure, count(*) AS number,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
    percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds) AS p90,
    avg(seconds) AS average,
    count(business) AS business_number,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY business) AS business_median,
    percentile_disc(0.9) WITHIN GROUP (ORDER BY business) AS business_p90,
    avg(business) AS business_average
FROM company CROSS JOIN figures
CROSS JOIN LATERAL unnest(CASE $7 WHEN 'tag' THEN tag_ids ELSE ARRAY[CAST(NULL AS uuid)] END) AS tag (tag_id)
WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
  AND (CAST($4 AS uuid) IS NULL OR queue_id = $4)
  AND (CAST($5 AS uuid) IS NULL OR agent_id = $5)
  AND (CAST($6 AS uuid) IS NULL OR $6 = ANY (tag_ids))
GROUP BY 1, 2
