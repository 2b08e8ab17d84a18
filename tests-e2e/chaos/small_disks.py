"""Runs a command that sees small disks of its own at some folders, which nobody else sees.

They are file systems in memory, in a mount namespace that ends with the last process in it, and writing to
one that is full fails as on any disk: ENOSPC. Root may have that, and others where the kernel lets them have
user namespaces. Where not, it says why, and ends with `CANNOT`.

python tests-e2e/chaos/small_disks.py FOLDER=MEGABYTES … -- COMMAND …
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

CANNOT: Final = 77
_NEW_MOUNTS: Final = 0x00020000
_NEW_USERS: Final = 0x10000000
_RECURSIVE_PRIVATE: Final = 0x4000 | 0x40000
_NO_SET_USER_ID: Final = 0x2


def _call(name: str, *arguments: int | bytes | None) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    # The kernel reads full words.
    padded = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in arguments]
    if getattr(libc, name)(*padded) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def _mount(kind: bytes | None, folder: Path, flags: int, data: bytes | None = None) -> None:
    _call("mount", b"none", os.fsencode(folder), kind, flags, data)


def _apart() -> None:
    """Have mounts of our own from now on."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _call("unshare", _NEW_MOUNTS)
    else:
        _call("unshare", _NEW_MOUNTS | _NEW_USERS)
        Path("/proc/self/setgroups").write_text("deny")
        # We stay who we are: PostgreSQL does not run as root.
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _mount(None, Path("/"), _RECURSIVE_PRIVATE)


def why_not(disks: list[str]) -> str:
    """Mount disks; return why that cannot be, if so."""
    if sys.platform != "linux":
        return f"small disks can be mounted on Linux only, not on {sys.platform}"
    try:
        _apart()
        for disk in disks:
            folder, _, megabytes = disk.rpartition("=")
            _mount(b"tmpfs", Path(folder), _NO_SET_USER_ID, f"size={megabytes}m,mode=0755".encode())
    except OSError as error:
        return f"user {os.geteuid()} may not mount small disks here: {error}"
    return ""


if __name__ == "__main__":
    end = sys.argv.index("--")
    if why := why_not(sys.argv[1:end]):
        print(why)
        sys.exit(CANNOT)
    os.execv(sys.argv[end + 1], sys.argv[end + 1 :])  # noqa: S606 (there is no shell to want)
