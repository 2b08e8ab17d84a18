"""`make release`: one version everywhere, what changed, a commit and a tag; or nothing at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from atende_sandbox.settings import REPOSITORY

FILES = (
    ".ci/release.py",
    "CHANGELOG.md",
    "uv.lock",
    "pyproject.toml",
    "deploy/k8s/chart/Chart.yaml",
    *(
        f"{folder}/{name}"
        for folder in ("services/console", "services/provider-gateway/bridge")
        for name in ("package.json", "package-lock.json")
    ),
    *(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("libs/*/pyproject.toml")),
    *(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("services/*/pyproject.toml")),
)


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of what a release touches."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Release")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "release@example.com")
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- **Queues** have names.\n")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Everything")
    return tmp_path


def run(root: Path, argument: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, ".ci/release.py", argument], cwd=root, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_a_release_has_one_version_everywhere_and_a_tag(root: Path) -> None:
    status, said = run(root, "7.1.0")
    assert status == 0, said
    assert 'version: 7.1.0\nappVersion: "7.1.0"' in (root / "deploy/k8s/chart/Chart.yaml").read_text()
    lock = (root / "uv.lock").read_text()
    assert 'name = "atende-chat"\nversion = "7.1.0"\n' in lock
    assert 'name = "atendechat"\nversion = "7.1.0"\n' in lock
    assert "## [Unreleased]\n\n## [7.1.0] - 20" in (root / "CHANGELOG.md").read_text()
    assert run(root, "check")[0] == 0
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "tag", "--list", "--format=%(refname:short) %(contents)").startswith(
        "v7.1.0 Version 7.1.0\n\n- **Queues** have names."
    )
    assert git(root, "log", "--format=%s").splitlines() == ["Release 7.1.0", "Everything"]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("7.1.0", "v7.1.0 was released already"),
        ("7.0.9", "7.0.9 does not come after 7.1.0"),
        ("7.1.0-rc.1", "7.1.0-rc.1 does not come after 7.1.0"),
        ("next", "next is no version"),
        ("7.2.0", "CHANGELOG.md says nothing under ## [Unreleased]"),
    ],
)
def test_after_one_release_the_next_must_be_one(root: Path, version: str, words: str) -> None:
    assert run(root, "7.1.0")[0] == 0
    status, said = run(root, version)
    assert (status, words in said) == (1, True), said
    assert git(root, "tag", "--list").split() == ["v7.1.0"]
    assert git(root, "status", "--porcelain") == ""


def test_what_is_not_committed_is_not_released(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- Another.\n")
    assert run(root, "7.1.0") == (1, "there are changes that are not committed\n")


def test_versions_that_differ_are_found(root: Path) -> None:
    path = root / "libs/ops/pyproject.toml"
    path.write_text(path.read_text().replace('version = "0.', 'version = "9.'))
    status, said = run(root, "check")
    assert status == 1
    assert "but not in libs/ops/pyproject.toml" in said
