"""Whose file is next, among those that are ``pending`` in a table: companies take turns."""


def next_due(table: str, key: str) -> str:
    """Return CTEs that lock, as ``due``, the row that waits longest of the next company that has any.

    It is the next behind ``:after``, and none of ``:but_not_of``. ``key`` are the columns of ``due``. Each
    company costs one step over the index of pending rows, however many of them it has.
    """
    return f"""
WITH RECURSIVE companies AS (
    (SELECT company_id FROM {table}
     WHERE state = 'pending' AND company_id > CAST(:after AS uuid) ORDER BY company_id LIMIT 1)
    UNION ALL
    SELECT (SELECT p.company_id FROM {table} p WHERE p.state = 'pending' AND p.company_id > c.company_id
            ORDER BY p.company_id LIMIT 1)
    FROM companies c WHERE c.company_id IS NOT NULL
), due AS (
    SELECT first.* FROM companies c CROSS JOIN LATERAL (
        SELECT {key} FROM {table} p
        WHERE p.state = 'pending' AND p.company_id = c.company_id AND p.next_attempt_at <= now()
        ORDER BY p.next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) AS first
    WHERE c.company_id <> ALL (CAST(:but_not_of AS uuid[]))
    LIMIT 1
)"""  # noqa: S608 (names of tables and columns)
