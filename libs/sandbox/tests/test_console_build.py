"""The console is built when its sources have changed, and only then; a failure says what to do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from atende_sandbox import console_build
from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings

NODE = """#!/bin/sh
[ "$1" = --version ] && {{ echo v26.1.0; exit; }}
echo "$@" >>{log}
mkdir -p "$4" && echo built >"$4/index.html"
"""


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A console of a few files, with a Node and an npm that write down what they are asked for."""
    console = tmp_path / "console"
    for name in ("src/main.tsx", "src/main.test.ts", "package.json", "package-lock.json"):
        (console / name).parent.mkdir(parents=True, exist_ok=True)
        (console / name).write_text(name)
    monkeypatch.setattr(console_build, "CONSOLE", console)
    programs = tmp_path / "programs"
    programs.mkdir()
    log = tmp_path / "log"
    write(programs / "node", NODE.format(log=log))
    write(programs / "npm", f'#!/bin/sh\necho "npm $@" >>{log}\nmkdir -p node_modules\n')
    monkeypatch.setenv("PATH", f"{programs}:/bin:/usr/bin")
    return log


def write(program: Path, text: str) -> None:
    program.write_text(text)
    program.chmod(0o755)


def build(tmp_path: Path) -> Path:
    return console_build.ensure_built(tmp_path / "cache")


def test_it_is_built_once_for_the_same_sources(log: Path, tmp_path: Path) -> None:
    first = build(tmp_path)
    assert (first / "index.html").read_text() == "built\n"
    installed, built = log.read_text().splitlines()
    assert installed.startswith("npm ci --omit=dev --ignore-scripts ")
    assert "vite.js build --outDir" in built
    assert build(tmp_path) == first
    (console_build.CONSOLE / "src" / "main.test.ts").write_text("another test")
    assert build(tmp_path) == first
    assert len(log.read_text().splitlines()) == 2

    (console_build.CONSOLE / "src" / "main.tsx").write_text("another screen")
    assert build(tmp_path) != first
    # The packages are those of the lock file still.
    assert len(log.read_text().splitlines()) == 3


def test_a_developer_s_packages_stay(log: Path, tmp_path: Path) -> None:
    modules = console_build.CONSOLE / "node_modules"
    modules.mkdir()
    (modules / ".installed").touch()
    build(tmp_path)
    assert "npm" not in log.read_text()


def test_a_registry_that_cannot_be_reached_is_said_with_the_way_out(log: Path, tmp_path: Path) -> None:
    npm = log.parent / "programs" / "npm"
    write(npm, "#!/bin/sh\necho 'npm error code EAI_AGAIN'\nexit 1\n")
    with pytest.raises(SandboxError) as raised:
        build(tmp_path)
    assert "npm registry cannot be reached" in str(raised.value)
    assert "ATENDE_CONSOLE=off" in str(raised.value)
    assert not list((tmp_path / "cache" / "console").glob("*/index.html"))


def test_the_link_leads_to_the_newest_build_at_every_moment(tmp_path: Path) -> None:
    link = tmp_path / "run" / "console"
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        console_build.serve(tmp_path / name, link)
        assert link.resolve() == tmp_path / name
    assert [path.name for path in link.parent.iterdir()] == ["console"]


def test_the_step_fails_in_one_line(log: Path, tmp_path: Path) -> None:
    shutil.rmtree(log.parent / "programs")
    program = "from atende_sandbox import console_build, node\nnode.find_spec = lambda _: None\n"
    program += f"console_build.CONSOLE = __import__('pathlib').Path({str(console_build.CONSOLE)!r})\n"
    program += "raise SystemExit(console_build.main())"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "cache"), str(tmp_path / "link")],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The console is built with Node")
    assert "Traceback" not in done.stderr


def test_without_the_console_nothing_of_it_runs(tmp_path: Path) -> None:
    settings = Settings.from_environment({"ATENDE_CONSOLE": "off"}, directory=tmp_path)
    assert console_build.specs(settings) == []
    assert [spec.name for spec in console_build.specs(Settings.from_environment({}, directory=tmp_path))] == [
        "console"
    ]
