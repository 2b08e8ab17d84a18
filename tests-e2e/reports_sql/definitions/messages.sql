-- What docs/reports.md counts of messages, from the tables of chat, campaign and gateway: one row for each
-- that a figure counts, with when. A company is chosen by `set_config('report.company', …)`.
--
-- The tables know when each step of a campaign's message was. Of a reply they know only how far it came:
-- its steps count when it was sent, as the traffic of the test leaves no quarter of an hour.
CREATE TEMPORARY VIEW company AS
SELECT company_id AS id, time_zone FROM auth.companies WHERE company_id = CAST(current_setting('report.company') AS uuid);

CREATE TEMPORARY VIEW sent_messages AS
-- Replies: of people and of rules. What chat does not know by its send is none of a person's.
SELECT 'replies' AS kind, s.channel_id, s.send_id, s.error,
    CASE WHEN s.state IN ('sent', 'delivered', 'read', 'played') THEN coalesce(m.sent_at, s.created_at) END AS sent_at,
    CASE WHEN s.state IN ('delivered', 'read', 'played') THEN coalesce(m.sent_at, s.created_at) END AS delivered_at,
    CASE WHEN s.state IN ('read', 'played') THEN coalesce(m.sent_at, s.created_at) END AS read_at,
    CASE WHEN s.state = 'failed' THEN coalesce(m.sent_at, s.created_at) END AS failed_at
FROM company
JOIN gateway.sends s ON s.company_id = company.id AND s.campaign_id IS NULL
LEFT JOIN chat.messages m ON m.company_id = s.company_id AND m.id = s.message_id
UNION ALL
-- Campaigns: their recipients.
SELECT 'campaign', c.channel_id, r.send_id,
    jsonb_build_object('reason', r.reason, 'code', r.error_code),
    least(r.sent_at, r.delivered_at, r.read_at), least(r.delivered_at, r.read_at), r.read_at,
    CASE WHEN r.state = 'failed' THEN r.failed_at END
FROM company
JOIN campaign.recipients r ON r.company_id = company.id
JOIN campaign.campaigns c ON c.company_id = r.company_id AND c.id = r.campaign_id
UNION ALL
-- And what was sent to try them, which no recipient stands for.
SELECT 'campaign', s.channel_id, s.send_id, s.error,
    CASE WHEN s.state IN ('sent', 'delivered', 'read', 'played') THEN s.created_at END,
    CASE WHEN s.state IN ('delivered', 'read', 'played') THEN s.created_at END,
    CASE WHEN s.state IN ('read', 'played') THEN s.created_at END,
    CASE WHEN s.state = 'failed' THEN s.created_at END
FROM company
JOIN gateway.sends s ON s.company_id = company.id AND s.campaign_id IS NOT NULL
WHERE NOT EXISTS (
    SELECT FROM campaign.recipients r WHERE r.company_id = s.company_id AND r.send_id = s.send_id
);

-- Who left: those who said so and were in until then. One who comes back and leaves again left twice; a
-- person is one however many names they have.
CREATE TEMPORARY VIEW leavings AS
SELECT DISTINCT person, channel_id, source, at
FROM (
    SELECT coalesce(CAST(o.contact_id AS text), o.identity) AS person, o.channel_id, h.source, h.at, h.active,
        lag(h.active, 1, false) OVER (PARTITION BY h.opt_out_id ORDER BY h.at, h.active) AS had_left
    FROM company
    JOIN campaign.opt_outs o ON o.company_id = company.id
    JOIN campaign.opt_out_wishes h ON h.company_id = o.company_id AND h.opt_out_id = o.id
) AS said
WHERE active AND NOT had_left;

CREATE TEMPORARY VIEW happened AS
-- Messages of customers; reactions, edits and revokes are not in this table, what the phone reports as
-- activity is marked.
SELECT 'inbound' AS figure, m.channel_id, m.sent_at AS at
FROM company JOIN chat.messages m ON m.company_id = company.id
WHERE m.direction = 'in' AND (m.origin IS NULL OR m.origin = 'blocked')
UNION ALL
SELECT s.kind || ' ' || step.name, s.channel_id, step.at
FROM sent_messages s
CROSS JOIN LATERAL (
    VALUES ('sent', s.sent_at), ('delivered', s.delivered_at), ('read', s.read_at), ('failed', s.failed_at)
) AS step (name, at)
WHERE step.at IS NOT NULL
UNION ALL
SELECT 'optOuts', channel_id, at FROM leavings
UNION ALL
SELECT 'ticketsOpened', t.channel_id, t.opened_at
FROM company JOIN chat.tickets t ON t.company_id = company.id
UNION ALL
SELECT 'ticketsClosed', t.channel_id, t.closed_at
FROM company JOIN chat.tickets t ON t.company_id = company.id
WHERE t.status = 'closed';
