"""A release: one version everywhere, a changelog, a commit, a tag. `make release VERSION=1.2.0`.
VERSION=1.2.0`.

``python .ci/release.py check`` fails when the packages, the lock files and the chart do not have one
version, or the changelog has none of its entries where a release would look for them. ``python
.ci/release.py 1.2.0`` makes the release on this branch; it pushes nothing.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "## [Unreleased]"
_NUMBER: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-rc\.([1-9]\d*))?")
_PYPROJECT: Final = re.compile(r'^(version = ")([^"]+)(")$', re.MULTILINE)
_LOCKED: Final = re.compile(
    r'^(name = "atende[a-z-]*"\nversion = ")([^"]+)("\nsource = \{ (?:editable|virtual) )', re.MULTILINE
)
_PACKAGE: Final = re.compile(r'\A(\{\s+"name": "[^"]+",\s+(?:"private": \w+,\s+)?"version": ")([^"]+)(")')
_PACKAGE_LOCK: Final = re.compile(
    r'((?:\A\{\s+"name": "[^"]+",\s+|    "": \{\s+"name": "[^"]+",\s+)"version": ")([^"]+)(")'
)
_CHART: Final = re.compile(r'^((?:appV|v)ersion: "?)([^"\s]+)("?)$', re.MULTILINE)
_HEADING: Final = re.compile(r"^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)

PLACES: Final[dict[str, tuple[re.Pattern[str], int]]] = {
    "pyproject.toml": (_PYPROJECT, 1),
    "libs/contracts/pyproject.toml": (_PYPROJECT, 1),
    "libs/ops/pyproject.toml": (_PYPROJECT, 1),
    "libs/platform/pyproject.toml": (_PYPROJECT, 1),
    "libs/sandbox/pyproject.toml": (_PYPROJECT, 1),
    "services/auth/pyproject.toml": (_PYPROJECT, 1),
    "services/campaign/pyproject.toml": (_PYPROJECT, 1),
    "services/chat/pyproject.toml": (_PYPROJECT, 1),
    "services/provider-gateway/pyproject.toml": (_PYPROJECT, 1),
    "services/reporting/pyproject.toml": (_PYPROJECT, 1),
    "uv.lock": (_LOCKED, 10),
    "services/console/package.json": (_PACKAGE, 1),
    "services/console/package-lock.json": (_PACKAGE_LOCK, 2),
    "services/provider-gateway/bridge/package.json": (_PACKAGE, 1),
    "services/provider-gateway/bridge/package-lock.json": (_PACKAGE_LOCK, 2),
    "deploy/k8s/chart/Chart.yaml": (_CHART, 2),
}
"""Where the version stands, and how often."""


class NotReleasable(Exception):
    """Why there is no release, in words."""


def main(arguments: list[str]) -> int:
    """Check, or release; return the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python .ci/release.py check | VERSION\n")
        return 2
    try:
        found = list(problems(ROOT))
        if found:
            raise NotReleasable("\n".join(found))
        if arguments[0] != "check":
            release(ROOT, arguments[0], datetime.now(UTC).date())
    except NotReleasable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def problems(root: Path) -> Iterator[str]:
    """Yield what keeps any release from being made, wherever the code stands."""
    versions = {name: versions_in(root, name) for name in PLACES}
    for name, (_, times) in PLACES.items():
        if len(versions[name]) != times:
            yield f"{name} has its version {len(versions[name])} times where a release looks, not {times}"
    different = {version for found in versions.values() for version in found}
    if len(different) > 1:
        wanted = versions["pyproject.toml"][0]
        wrong = [f"{name} ({', '.join(found)})" for name, found in versions.items() if set(found) != {wanted}]
        yield f"the version is {wanted}, but not in {', '.join(wrong)}"
    headings = [match[1] for match in _HEADING.finditer((root / CHANGELOG).read_text())]
    if headings[:1] != ["Unreleased"]:
        yield f"{CHANGELOG} does not begin with {UNRELEASED}"
    if len(set(headings)) != len(headings):
        yield f"{CHANGELOG} has a version twice"


def versions_in(root: Path, name: str) -> list[str]:
    """Return the versions that a file names, in its order."""
    pattern, _ = PLACES[name]
    return [match[2] for match in pattern.finditer((root / name).read_text())]


def release(root: Path, version: str, day: date) -> None:
    """Write the version everywhere, commit and tag. Raises `NotReleasable` before anything is changed."""
    current = versions_in(root, "pyproject.toml")[0]
    tags = _git(root, "tag", "--list", "v*").split()
    released = [tag[1:] for tag in tags if _NUMBER.fullmatch(tag[1:])]
    newest = max([current, *released], key=order)
    if not _NUMBER.fullmatch(version):
        raise NotReleasable(f"{version} is no version: 1.2.0, or 1.2.0-rc.1")
    if f"v{version}" in tags:
        raise NotReleasable(f"v{version} was released already")
    if order(version) < order(newest) or (version == newest and released):
        raise NotReleasable(f"{version} does not come after {newest}")
    if _git(root, "status", "--porcelain").strip():
        raise NotReleasable("there are changes that are not committed")
    notes = notes_of(root)
    if not notes:
        raise NotReleasable(f"{CHANGELOG} says nothing under {UNRELEASED}: what would users learn of it?")
    for name in PLACES:
        write(root, name, version)
    path = root / CHANGELOG
    heading = f"{UNRELEASED}\n\n## [{version}] - {day.isoformat()}"
    path.write_text(path.read_text().replace(UNRELEASED, heading, 1))
    _git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    message = f"Version {version}\n\n{notes}\n"
    _git(root, "tag", "--annotate", f"v{version}", "--cleanup=verbatim", "--message", message)
    sys.stdout.write(
        f"Released {version}: a commit, and the tag v{version}. Publish both: git push --follow-tags\n"
    )


def notes_of(root: Path) -> str:
    """Return what the changelog says of what was not released yet."""
    text = (root / CHANGELOG).read_text()
    after = text[text.index(UNRELEASED) + len(UNRELEASED) :]
    following = _HEADING.search(after)
    return (after[: following.start()] if following else after).strip()


def write(root: Path, name: str, version: str) -> None:
    """Give a file another version."""
    pattern, _ = PLACES[name]
    path = root / name
    path.write_text(pattern.sub(lambda match: f"{match[1]}{version}{match[3]}", path.read_text()))


def order(version: str) -> tuple[int, int, int, float]:
    """Return what sorts versions: a candidate (``-rc.1``) comes before its release."""
    match = _NUMBER.fullmatch(version)
    if match is None:
        raise NotReleasable(f"{version} is no version")
    major, minor, patch, candidate = match.groups()
    return int(major), int(minor), int(patch), int(candidate) if candidate else float("inf")


def _git(root: Path, *arguments: str) -> str:
    ended = subprocess.run(
        ["git", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise NotReleasable(f"git {arguments[0]}: {ended.stderr.strip()}")
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
