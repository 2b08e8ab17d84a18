-- The same by channel, with how many were sent in the busiest quarter of an hour.
WITH within AS (
    SELECT happened.* FROM company CROSS JOIN happened
    WHERE CAST(at AT TIME ZONE time_zone AS date) BETWEEN $1 AND $2
      AND (CAST($3 AS uuid) IS NULL OR channel_id = $3)
),
quarters AS (
    SELECT channel_id, floor(extract(epoch FROM at) / 900) AS quarter, count(*) AS number
    FROM within WHERE figure IN ('replies sent', 'campaign sent') GROUP BY 1, 2
)
SELECT channel_id AS key, figure, count(*) AS number FROM within WHERE channel_id IS NOT NULL GROUP BY 1, 2
UNION ALL
SELECT channel_id, 'busiestQuarter', max(number) FROM quarters GROUP BY 1
