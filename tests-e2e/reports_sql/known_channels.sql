-- The company's channels, and how the provider rates them.
SELECT id, name, status, quality, messaging_limit
FROM gateway.channels WHERE company_id = (SELECT id FROM company)
