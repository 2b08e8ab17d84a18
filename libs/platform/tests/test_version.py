"""Which version runs is the version of the packages, all of which are released together."""

import tomllib
from pathlib import Path

from atende_platform.version import VERSION, described, revision_of

REPOSITORY = Path(__file__).parents[3]


def test_all_packages_are_of_one_version() -> None:
    projects = [REPOSITORY / "pyproject.toml", *REPOSITORY.glob("libs/*/pyproject.toml")]
    projects += REPOSITORY.glob("services/*/pyproject.toml")
    versions = {path: tomllib.loads(path.read_text())["project"]["version"] for path in projects}
    assert set(versions.values()) == {VERSION}, versions


def test_a_revision_is_said_where_there_is_one() -> None:
    assert revision_of({}) == ""
    assert revision_of({"ATENDE_REVISION": " 3f2a91c\n"}) == "3f2a91c"
    assert described("1.2.0", "") == "1.2.0"
    assert described("1.2.0", "3f2a91c") == "1.2.0 (3f2a91c)"
