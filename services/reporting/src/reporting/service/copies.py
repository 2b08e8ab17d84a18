"""Copies of what is known of companies, as files: to be kept, and to be made facts and figures of again.

A file is JSON, a line for some rows of a table, compressed by gzip. What is counted of facts is counted anew.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from atende_platform.data.db import Database
from reporting.repository import copies, sums
from reporting.service.rebuild import alone, count_anew
from reporting.service.summing import as_of_now


class BadCopy(ValueError):
    """The file is no copy that `write` has made."""


async def write(database: Database, companies: Sequence[UUID], path: Path) -> int:
    """Write copies of companies, each as of one moment, to a new file; return how many rows they have."""
    written = 0
    with gzip.open(path, "xt", encoding="utf-8", compresslevel=3) as file:
        for company_id in companies:
            async with database.worker() as session:
                await as_of_now(session)
                async for table, rows in copies.rows_of(session, company_id):
                    file.write(json.dumps({"company": str(company_id), "table": table, "rows": rows}) + "\n")
                    written += len(rows)
    return written


async def restore(database: Database, path: Path) -> dict[UUID, int]:
    """Replace all that is known of the companies of a file; return of how many facts each is counted.

    Each company in a transaction of its own, in which no event may be counted: workers must be stopped
    (`reporting.service.standstill`). Raises `BadCopy`, and `RebuildUnderWay`.
    """
    facts: dict[UUID, int] = {}
    for company_id, lines in groupby(_lines(path), key=lambda line: UUID(line["company"])):
        async with alone(database, company_id):
            async with database.worker() as session:
                await sums.hold(session, company_id)
                await copies.clear(session, company_id)
                for line in lines:
                    await copies.put_back(session, company_id, line["table"], line["rows"])
            facts[company_id] = await count_anew(database, company_id)
    return facts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for text in file:
                line = json.loads(text)
                if line.keys() != {"company", "table", "rows"} or line["table"] not in copies.SELECTED:
                    raise BadCopy("not a copy made by python -m reporting dump")
                yield line
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError, json.JSONDecodeError, AttributeError) as error:
        raise BadCopy(f"not a whole copy made by python -m reporting dump: {error}") from error
