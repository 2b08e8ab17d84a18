"""What a child process runs before it becomes the program: it ties its life to its parent's.

Runs as a script under ``python -I -S`` (12 ms), not as `preexec_fn`, which may deadlock when the
parent has threads. It must not import anything outside the standard library.

Arguments: parent pid, death signal, ``uid:gid`` or ``-``, then the command.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def _prctl(libc: ctypes.CDLL, option: int, *arguments: int) -> None:
    # The kernel reads full words: an int would leave the upper half to chance.
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def main(parent: int, death_signal: int, account: str, command: list[str]) -> None:
    """Become ``command``, to be killed by ``death_signal`` when the thread that started us ends."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if account != "-":
        uid, gid = (int(part) for part in account.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if libc:
        # After the change of account, which clears it.
        _prctl(libc, _PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the supervisor ended while this process was starting")
    os.execv(command[0], command)  # noqa: S606 (there is no shell to want)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
