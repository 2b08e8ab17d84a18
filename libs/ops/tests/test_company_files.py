"""Everything of a company as one file."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from atende_contracts.ids import uuid7
from atende_ops import company_files


async def test_nobody_else_reads_a_file_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, begun, company_id = tmp_path / "company.zip", tmp_path / ".company.zip.part", uuid7()
    begun.write_text("of an export that was killed")
    begun.chmod(0o644)
    modes: list[int] = []

    def manifest(*_: Any) -> dict[str, Any]:
        modes.append(begun.stat().st_mode & 0o777)
        return {"companyId": str(company_id)}

    monkeypatch.setattr(company_files, "_manifest", manifest)
    await company_files.export({}, company_id, file)
    assert modes == [0o600]
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json")) == {"companyId": str(company_id)}
    assert not begun.exists()
