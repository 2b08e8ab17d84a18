-- Messages that stand as failed, by reason, else by the provider's number, when they failed.
SELECT channel_id, kind, error ->> 'reason' AS reason,
    CASE WHEN error ->> 'reason' IS NULL THEN CAST(error ->> 'code' AS integer) END AS code, count(*) AS number
FROM company CROSS JOIN sent_messages
WHERE CAST(failed_at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY 1, 2, 3, 4
