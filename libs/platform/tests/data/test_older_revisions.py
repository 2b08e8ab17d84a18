"""Which revisions are older is read from the files of migrations, and is what Alembic finds."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from atende_platform.data.schema import older_revisions

SERVICES = Path(__file__).parents[4] / "services"


@pytest.mark.parametrize(
    "directory", sorted(SERVICES.glob("*/src/*/migrations")), ids=lambda path: path.parent.name
)
def test_they_are_all_but_the_newest(directory: Path) -> None:
    script = ScriptDirectory(str(directory))
    everything = {revision.revision for revision in script.walk_revisions()}

    assert older_revisions(directory) == everything - {script.get_current_head()}


def test_of_one_migration_none_is_older(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0001_first.py").write_text(
        'revision: str = "0001"\ndown_revision: str | None = None\n'
    )
    assert older_revisions(tmp_path) == frozenset()
    (tmp_path / "versions" / "0002_second.py").write_text(
        'revision: str = "0002"\ndown_revision: str | None = "0001"\n'
    )
    assert older_revisions(tmp_path) == {"0001"}
