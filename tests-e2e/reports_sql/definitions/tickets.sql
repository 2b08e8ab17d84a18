-- What docs/reports.md counts of tickets, from the tables of chat: one row for each that a figure counts, with
-- when, where it belongs, and how long it took by the calendar and in opening hours.

-- Where a ticket was at some moment: what was done with it says so, else it has always been where it is.
CREATE TEMPORARY VIEW hands AS
SELECT m.company_id, m.ticket_id, m.sent_at AS at,
    m.content -> 'timeline' AS done,
    m.content #>> '{timeline,event}' AS event
FROM company JOIN chat.messages m ON m.company_id = company.id
WHERE m.origin = 'timeline';

CREATE FUNCTION pg_temp.queue_at(wanted uuid, moment timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN before.done IS NOT NULL THEN CAST(before.done ->> 'queue_id' AS uuid)
        WHEN after.done IS NOT NULL THEN CAST(after.done ->> 'former_queue_id' AS uuid)
        ELSE t.queue_id
    END
    FROM chat.tickets t
    LEFT JOIN LATERAL (
        SELECT done FROM hands WHERE ticket_id = t.id AND event = 'transferred' AND at <= moment
        ORDER BY at DESC LIMIT 1
    ) AS before ON true
    LEFT JOIN LATERAL (
        SELECT done FROM hands WHERE ticket_id = t.id AND event = 'transferred' AND at > moment
        ORDER BY at LIMIT 1
    ) AS after ON true
    WHERE t.id = wanted
$$;

-- Which tags a ticket had at some moment.
CREATE FUNCTION pg_temp.tags_at(wanted uuid, moment timestamptz) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(tag_id) FILTER (WHERE event = 'tagged'), '{}')
    FROM (
        SELECT DISTINCT ON (done ->> 'tag_id') CAST(done ->> 'tag_id' AS uuid) AS tag_id, event
        FROM hands WHERE ticket_id = wanted AND event IN ('tagged', 'untagged') AND at <= moment
        ORDER BY done ->> 'tag_id', at DESC
    ) AS last
$$;

-- How much of a time lay in the opening hours of a queue; one without hours, and no queue, always works.
CREATE FUNCTION pg_temp.working_seconds(queue uuid, since timestamptz, until timestamptz) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN q.hours IS NULL THEN CAST(floor(extract(epoch FROM until - since)) AS integer)
        ELSE (
            SELECT CAST(floor(coalesce(sum(greatest(0, extract(epoch FROM
                least(until, (day.date + make_interval(mins => CAST(open.span ->> 1 AS integer))) AT TIME ZONE zone.name)
                - greatest(since, (day.date + make_interval(mins => CAST(open.span ->> 0 AS integer))) AT TIME ZONE zone.name)
            ))), 0)) AS integer)
            FROM (SELECT coalesce(q.time_zone, (SELECT time_zone FROM company)) AS name) AS zone
            CROSS JOIN LATERAL generate_series(
                date_trunc('day', since AT TIME ZONE zone.name) - interval '1 day',
                date_trunc('day', until AT TIME ZONE zone.name), interval '1 day'
            ) AS day (date)
            CROSS JOIN LATERAL jsonb_array_elements(coalesce(
                q.hours -> 'exceptions' -> to_char(day.date, 'YYYY-MM-DD'),
                q.hours -> 'weekly' -> CAST(CAST(extract(isodow FROM day.date) AS integer) - 1 AS text),
                '[]'
            )) AS open (span)
        )
    END
    FROM (SELECT queue AS id) AS asked LEFT JOIN chat.queues q ON q.id = asked.id
$$;

-- Answers of people: what an agent writes in the ticket, and what is written to its customer on the phone.
CREATE TEMPORARY VIEW answers AS
SELECT t.id AS ticket_id, m.sent_at AS at, m.author_id AS agent_id
FROM company
JOIN chat.tickets t ON t.company_id = company.id
JOIN chat.messages m ON m.company_id = t.company_id AND m.direction = 'out' AND (
    (m.ticket_id = t.id AND m.origin IS NULL)
    OR (m.origin = 'phone_app' AND m.channel_id = t.channel_id AND m.contact_id = t.contact_id
        AND m.sent_at >= t.opened_at AND (t.closed_at IS NULL OR m.sent_at < t.closed_at))
);

-- Who has a ticket: whom it was last given to; else, as nobody had it, who answered first after that.
CREATE FUNCTION pg_temp.agent_at(wanted uuid, moment timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(CAST(given.done ->> 'assignee_id' AS uuid), (
        SELECT agent_id FROM answers
        WHERE ticket_id = wanted AND agent_id IS NOT NULL AND at <= moment AND at >= coalesce(given.at, at)
        ORDER BY at LIMIT 1
    ))
    FROM (SELECT wanted) AS asked
    LEFT JOIN LATERAL (
        SELECT done, at FROM hands
        WHERE ticket_id = wanted AND at <= moment
          AND event IN ('accepted', 'assigned', 'unassigned', 'transferred')
        ORDER BY at DESC LIMIT 1
    ) AS given ON true
$$;

-- What customers wrote in tickets, but for their answers to the question for a rating: nobody waits after those.
CREATE TEMPORARY VIEW questions AS
SELECT m.ticket_id, m.sent_at, m.created_at
FROM company
JOIN chat.messages m ON m.company_id = company.id AND m.direction = 'in' AND m.ticket_id IS NOT NULL
WHERE NOT EXISTS (
    SELECT FROM chat.satisfaction_ratings r WHERE r.ticket_id = m.ticket_id AND r.rated_at = m.sent_at
);

-- Each answer that a customer waited for: the first message that came since the answer or the closing before it,
-- and the first answer after that. What came when is told by our clock, since when they waited by the
-- provider's, which has whole seconds.
CREATE TEMPORARY VIEW waits AS
WITH marks AS (
    SELECT ticket_id, at FROM answers
    UNION ALL
    SELECT ticket_id, at FROM hands WHERE event = 'closed'
),
written AS (
    SELECT q.ticket_id, q.sent_at, q.created_at AS came_at,
        (SELECT max(marks.at) FROM marks WHERE marks.ticket_id = q.ticket_id AND marks.at <= q.created_at) AS last
    FROM questions q
),
begun AS (
    SELECT DISTINCT ON (ticket_id, last) ticket_id, sent_at AS since, came_at
    FROM written ORDER BY ticket_id, last, came_at, sent_at
)
SELECT b.ticket_id, b.since, a.at, a.agent_id,
    (SELECT count(*) FROM answers WHERE answers.ticket_id = b.ticket_id AND answers.at < a.at) = 0 AS is_first
FROM begun b
JOIN LATERAL (
    SELECT answers.at, answers.agent_id FROM answers
    WHERE answers.ticket_id = b.ticket_id AND answers.at >= b.came_at ORDER BY answers.at LIMIT 1
) AS a ON true
WHERE NOT EXISTS (
    SELECT FROM hands
    WHERE hands.ticket_id = b.ticket_id AND hands.event = 'closed' AND hands.at >= b.came_at AND hands.at < a.at
);

CREATE TEMPORARY VIEW closings AS
SELECT h.ticket_id, h.at,
    lead(h.at) OVER (PARTITION BY h.ticket_id ORDER BY h.at) AS next_at,
    row_number() OVER (PARTITION BY h.ticket_id ORDER BY h.at DESC) = 1 AS is_last
FROM hands h WHERE h.event = 'closed';

CREATE TEMPORARY VIEW promised AS
SELECT * FROM chat.sla_policies WHERE company_id = (SELECT id FROM company) AND queue_id IS NULL;

CREATE TEMPORARY VIEW figures AS
WITH t AS (SELECT tickets.* FROM company JOIN chat.tickets ON tickets.company_id = company.id),
-- Nobody waits for the first answer in a ticket that an agent opened by writing.
first_answers AS (SELECT ticket_id, min(at) AS at FROM answers GROUP BY 1),
first_replies AS (
    SELECT f.ticket_id, f.at, (
        SELECT agent_id FROM answers WHERE answers.ticket_id = f.ticket_id AND answers.at = f.at LIMIT 1
    ) AS agent_id
    FROM first_answers f JOIN t ON t.id = f.ticket_id WHERE f.at > t.opened_at
),
counted AS (
    SELECT 'opened' AS figure, opened_at AS at, channel_id, queue_id, assignee_id AS agent_id, tag_ids,
        CAST(NULL AS integer) AS seconds, CAST(NULL AS integer) AS business
    FROM t
    UNION ALL
    SELECT 'closed', closed_at, channel_id, queue_id, assignee_id, tag_ids, NULL, NULL
    FROM t WHERE status = 'closed'
    UNION ALL
    SELECT 'closedByRule', t.closed_at, t.channel_id, t.queue_id, t.assignee_id, t.tag_ids, NULL, NULL
    FROM t
    JOIN chat.messages m ON m.ticket_id = t.id AND m.sent_at = t.closed_at
        AND m.content #>> '{timeline,event}' = 'closed'
    WHERE t.status = 'closed' AND NOT EXISTS (
        SELECT FROM auth.memberships u WHERE u.company_id = t.company_id AND u.user_id = m.author_id
    )
    UNION ALL
    -- A closing after which the ticket is open, or was closed again.
    SELECT 'reopened', went_on.at, t.channel_id, pg_temp.queue_at(t.id, went_on.at),
        pg_temp.agent_at(t.id, went_on.at), t.tag_ids, NULL, NULL
    FROM closings c
    JOIN t ON t.id = c.ticket_id
    JOIN LATERAL (
        SELECT min(at) AS at FROM (
            SELECT at FROM hands WHERE ticket_id = t.id AND event = 'reopened'
            UNION ALL
            SELECT created_at FROM questions WHERE ticket_id = t.id
        ) AS moments WHERE at > c.at
    ) AS went_on ON true
    WHERE NOT c.is_last OR t.status <> 'closed'
    UNION ALL
    SELECT 'firstReply', t.opened_at, t.channel_id, t.queue_id, f.agent_id, t.tag_ids,
        CAST(floor(extract(epoch FROM f.at - t.opened_at)) AS integer),
        pg_temp.working_seconds(pg_temp.queue_at(t.id, f.at), t.opened_at, f.at)
    FROM first_replies f JOIN t ON t.id = f.ticket_id
    UNION ALL
    SELECT 'nextReply', w.at, t.channel_id, pg_temp.queue_at(t.id, w.at), w.agent_id, t.tag_ids,
        CAST(floor(extract(epoch FROM w.at - w.since)) AS integer),
        pg_temp.working_seconds(pg_temp.queue_at(t.id, w.at), w.since, w.at)
    FROM waits w JOIN t ON t.id = w.ticket_id WHERE NOT w.is_first
    UNION ALL
    SELECT 'resolution', closed_at, channel_id, queue_id, assignee_id, tag_ids,
        CAST(floor(extract(epoch FROM closed_at - opened_at)) AS integer),
        pg_temp.working_seconds(pg_temp.queue_at(id, closed_at), opened_at, closed_at)
    FROM t WHERE status = 'closed'
    UNION ALL
    -- The first answer in time; where a ticket was closed before there was one, its closing.
    SELECT CASE WHEN ended.at - t.opened_at <= make_interval(mins => p.first_reply_minutes) THEN 'kept' ELSE 'broken' END,
        ended.at, t.channel_id, pg_temp.queue_at(t.id, ended.at), pg_temp.agent_at(t.id, ended.at), t.tag_ids, NULL, NULL
    FROM promised p CROSS JOIN t
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT at FROM first_answers f WHERE f.ticket_id = t.id), t.closed_at) AS at
    ) AS ended
    WHERE ended.at > t.opened_at
    UNION ALL
    SELECT CASE WHEN w.at - w.since <= make_interval(mins => p.next_reply_minutes) THEN 'kept' ELSE 'broken' END,
        w.at, t.channel_id, pg_temp.queue_at(t.id, w.at), pg_temp.agent_at(t.id, w.at), t.tag_ids, NULL, NULL
    FROM promised p CROSS JOIN waits w JOIN t ON t.id = w.ticket_id WHERE NOT w.is_first
    UNION ALL
    SELECT CASE WHEN c.at - t.opened_at <= make_interval(mins => p.resolution_minutes) THEN 'kept' ELSE 'broken' END,
        c.at, t.channel_id, pg_temp.queue_at(t.id, c.at), pg_temp.agent_at(t.id, c.at), t.tag_ids, NULL, NULL
    FROM promised p CROSS JOIN closings c JOIN t ON t.id = c.ticket_id WHERE c.is_last
    UNION ALL
    SELECT 'rating ' || r.score, r.rated_at, r.channel_id, r.queue_id, r.agent_id,
        pg_temp.tags_at(r.ticket_id, r.closed_at), r.score, NULL
    FROM company JOIN chat.satisfaction_ratings r ON r.company_id = company.id WHERE r.score IS NOT NULL
)
SELECT * FROM counted;
