"""Every text of every table has a length, and none is too long for its index: by PostgreSQL's catalogue."""

from typing import Final

import pytest
from catalogue import SCHEMAS, Connection, admin

__all__ = ["admin"]

UNBOUNDED: Final[dict[str, str]] = {}
"""Texts, lists and JSON without a length, as ``schema.table.column``, and why."""

MAX_INDEX_ROW: Final = 2_400
"""Bytes. PostgreSQL takes no B-tree row above 2,704: a longer value fails for ever, with all beside it."""

_LENGTHS: Final = """
    WITH columns AS (
        SELECT a.attrelid AS table, a.attnum AS number, a.atttypid, a.attname AS column,
               n.nspname || '.' || c.relname || '.' || a.attname AS name,
               (SELECT min(CASE WHEN def ~ 'char_length' THEN 4 ELSE 1 END * bound.most)
                FROM pg_constraint k, pg_get_constraintdef(k.oid) AS def,
                     LATERAL (SELECT CAST((regexp_match(def, '<= ([0-9]+)'))[1] AS bigint)) AS bound (most)
                WHERE k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum]
                AND k.contype = 'c' AND k.convalidated
                AND def ~ '(char_length|octet_length|pg_column_size)\\(') AS bytes,
               EXISTS (SELECT FROM pg_constraint k
                       WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
                       AND pg_get_constraintdef(k.oid) ~ '= ANY') AS enumerated
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version'
        AND a.attnum > 0 AND NOT a.attisdropped
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype,
                           'text[]'::regtype, 'varchar[]'::regtype)
    )
"""
_WITHOUT_LENGTH: Final = """
    SELECT name FROM columns WHERE bytes IS NULL AND NOT enumerated ORDER BY name
"""
# Of an expression, such as lower(email), all columns that it is made of count.
_WIDE_INDEXES: Final = """
    SELECT n.nspname || '.' || i.relname AS name, sum(coalesce(columns.bytes, 100)) AS bytes
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
    JOIN pg_am m ON m.oid = i.relam AND m.amname IN ('btree', 'hash')
    JOIN columns ON columns.table = x.indrelid AND (
        columns.number = ANY (x.indkey[0:x.indnatts - 1]) OR EXISTS (
            SELECT FROM generate_series(1, x.indnatts) AS part
            WHERE x.indkey[part - 1] = 0
            AND pg_get_indexdef(x.indexrelid, part, true) ~ ('\\m' || columns.column || '\\M')))
    GROUP BY 1 HAVING sum(coalesce(columns.bytes, 100)) > $2 ORDER BY 1
"""


async def test_every_text_has_a_length_and_none_is_too_long_for_its_index(admin: Connection) -> None:
    """One company's value that no index takes would stand in the way of all who come behind it."""
    without = [row["name"] for row in await admin.fetch(_LENGTHS + _WITHOUT_LENGTH, SCHEMAS)]
    assert set(without) == set(UNBOUNDED)
    wide = await admin.fetch(_LENGTHS + _WIDE_INDEXES, SCHEMAS, MAX_INDEX_ROW)
    assert [tuple(row) for row in wide] == []


@pytest.mark.parametrize(
    ("script", "without", "wide"),
    [
        pytest.param("name text", ["chat.scratch.name"], [], id="no length"),
        pytest.param("tags text[], data jsonb", ["chat.scratch.data", "chat.scratch.tags"], [], id="no size"),
        pytest.param("name text CHECK (char_length(name) <= 600)", [], [], id="a length"),
        pytest.param("name text CHECK (char_length(name) > 1)", ["chat.scratch.name"], [], id="no most"),
        pytest.param("name text CHECK (name IN ('a', 'b')) UNIQUE", [], [], id="one of several"),
        pytest.param(
            "name text CHECK (char_length(name) <= 601) UNIQUE",
            [],
            [("chat.scratch_name_key", 2404)],
            id="too wide for an index",
        ),
        pytest.param(
            "name text CHECK (octet_length(name) <= 1300), id text CHECK (octet_length(id) <= 1300),"
            " CONSTRAINT pk_scratch PRIMARY KEY (name, id)",
            [],
            [("chat.pk_scratch", 2600)],
            id="together too wide",
        ),
    ],
)
async def test_a_text_without_a_length_is_found(
    admin: Connection, script: str, without: list[str], wide: list[tuple[str, int]]
) -> None:
    await admin.execute(f"SET LOCAL search_path = chat; CREATE TABLE scratch ({script})")
    found = {row["name"] for row in await admin.fetch(_LENGTHS + _WITHOUT_LENGTH, SCHEMAS)}
    assert sorted(found - set(UNBOUNDED)) == without
    rows = await admin.fetch(_LENGTHS + _WIDE_INDEXES, SCHEMAS, MAX_INDEX_ROW)
    assert [tuple(row) for row in rows] == wide
