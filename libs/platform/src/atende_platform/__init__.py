"""What every process of the suite needs, and nothing of its business.

A service takes: `settings`, `context` (who asks), `security` (JWT), `permissions`, `db` (sessions
bound to a tenant), `outbox`, `inbox`, `kafka`, `http` (the app factory), `pagination`,
`ratelimit`, `phones`, `telemetry`, `runtime` (roles and processes). Tests take `testing`.
"""
