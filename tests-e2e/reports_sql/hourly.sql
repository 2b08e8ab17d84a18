-- The same by weekday (1 is Monday) and hour.
SELECT ARRAY[
        CAST(extract(isodow FROM at AT TIME ZONE time_zone) AS integer),
        CAST(extract(hour FROM at AT TIME ZONE time_zone) AS integer)
    ] AS key, figure, count(*) AS number
FROM company CROSS JOIN happened
WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
  AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
GROUP BY 1, 2
