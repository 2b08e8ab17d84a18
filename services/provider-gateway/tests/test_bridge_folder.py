"""Where attachments lie while they are sent: nothing stays there, also when a process is killed."""

import subprocess
import sys
from pathlib import Path

from gateway.bridge.folder import FilesFolder

_KILLED = """
import os, pathlib, sys
from gateway.bridge.folder import FilesFolder
folder = FilesFolder(sys.argv[1])
(folder.path / "attachment").write_bytes(b"a customer's")
os._exit(9)
"""


def test_what_a_killed_process_left_goes_with_the_next_and_no_living_one_s_does(tmp_path: Path) -> None:
    living = FilesFolder(str(tmp_path))
    (living.path / "attachment").write_bytes(b"another's")
    assert subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False).returncode == 9
    assert len(list(tmp_path.rglob("attachment"))) == 2

    next_one = FilesFolder(str(tmp_path))
    assert [path.parent for path in tmp_path.rglob("attachment")] == [living.path]
    assert next_one.path.stat().st_mode & 0o777 == 0o700
    living.remove()
    next_one.remove()
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_of_ours_it_is_among_the_system_s_files() -> None:
    folder = FilesFolder("")
    assert folder.path.is_dir()
    folder.remove()
    assert not folder.path.exists()
