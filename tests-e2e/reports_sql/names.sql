-- What agents, queues and tags are called, by what they are.
SELECT 'agent' AS kind, m.user_id AS id, u.name
FROM company JOIN auth.memberships m ON m.company_id = company.id JOIN auth.users u ON u.id = m.user_id
UNION ALL
SELECT 'queue', q.id, q.name FROM company JOIN chat.queues q ON q.company_id = company.id
UNION ALL
SELECT 'tag', t.id, t.name FROM company JOIN chat.tags t ON t.company_id = company.id
