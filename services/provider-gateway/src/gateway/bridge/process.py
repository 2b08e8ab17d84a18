"""A bridge as a process of ours: started with nothing but what it needs, watched, and ended with us.

It gets no setting and no secret: its environment is empty but for the certificate authorities to trust, and
Node's permission model keeps it from all files but its own program's and the folder for attachments, and
from starting anything. It ends when its connection ends, so also when this process is
killed. Its log is what its standard error says, a JSON object a line, of which only known words are repeated.
"""

import asyncio
import contextlib
import json
import logging
import os
import re
import shutil
import socket
import struct
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import structlog

from gateway.bridge.line import Line
from gateway.bridge.protocol import MAX_LINE, VERSION, Hello
from gateway.settings import Settings

log = structlog.get_logger(__name__)

START_SECONDS: Final = 30.0
"""Until a bridge has said hello. It takes half a second on a machine that does nothing else."""
END_SECONDS: Final = 5.0
"""For a bridge to close its sockets, before it is killed."""
OLDEST_NODE: Final = (22, 18, 0)
"""The first that runs TypeScript as it is."""
_NETWORK_IS_A_PERMISSION: Final = 25
_LOG_LINE: Final = 16 * 1024
_KEY: Final = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40}){1,3}")
_WORD: Final = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_LEVELS: Final = {"warn": "warning", "error": "error", "fatal": "error"}
_FRAME: Final = re.compile(
    r"^\s+at [\w.<>\[\] ]{0,100}\(?(?:file://)?[\w./@:+-]{1,300}\)?$|^FATAL ERROR: [\w -]{1,80}"
)
_NUMBERS: Final = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_STUB_ROOT: Final = "WHATSAPP_WEB_STUB_ROOT"
_PASSED_ON: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "TZ", "LANG")


class BridgeNotStarted(Exception):
    """There is no Node that is new enough, the program is not installed, or it ended at once."""


@dataclass(frozen=True)
class Program:
    """Where Node and the bridge are, and what it connects to."""

    node: Path
    version: tuple[int, int, int]
    folder: Path
    url: str
    whatsapp_version: str = ""
    preload: str = ""
    heap_megabytes: int = 512

    @classmethod
    async def find(cls, settings: Settings) -> Self:
        """Return what the settings name; raises `BridgeNotStarted` with what to do about it."""
        node = shutil.which(settings.whatsapp_web_node)
        if not node:
            raise BridgeNotStarted(f"WHATSAPP_WEB_NODE names no program: {settings.whatsapp_web_node}")
        program, version = await _real(node)
        if version < OLDEST_NODE:
            raise BridgeNotStarted(f"{node} is Node {_dotted(version)}; {_dotted(OLDEST_NODE)} is needed")
        folder = bridge_folder(settings)
        if not (folder / "node_modules" / ".package-lock.json").is_file():
            raise BridgeNotStarted(f"the libraries of {folder} are not installed: make bridge")
        return cls(
            program,
            version,
            folder,
            settings.whatsapp_web_url,
            settings.whatsapp_web_version,
            settings.whatsapp_web_preload,
        )

    def command(self, socket_path: Path, files: Path) -> list[str]:
        """Return how it is started."""
        allowed = [self.folder, files, *([Path(self.preload).parent] if self.preload else [])]
        if root := _for_tests(self).get(_STUB_ROOT):
            allowed.append(Path(root))
        return [
            str(self.node),
            "--no-warnings",
            f"--max-old-space-size={self.heap_megabytes}",
            # Half the memory of fifty sessions, for a little of the speed.
            "--optimize-for-size",
            "--max-semi-space-size=8",
            "--permission",
            *(["--allow-net"] if self.version[0] >= _NETWORK_IS_A_PERMISSION else []),
            *(f"--allow-fs-read={path}" for path in allowed),
            f"--allow-fs-write={files}",
            *(["--import", self.preload] if self.preload else []),
            str(self.folder / "src" / "main.ts"),
            json.dumps(
                {
                    "socket": str(socket_path),
                    "files": str(files),
                    "url": self.url,
                    "version": self.whatsapp_version,
                }
            ),
        ]


def bridge_folder(settings: Settings) -> Path:
    """Return the folder of the bridge's program."""
    if settings.whatsapp_web_bridge:
        return Path(settings.whatsapp_web_bridge).resolve()
    return Path(__file__).resolve().parents[3] / "bridge"


class BridgeProcess:
    """One bridge that said hello."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        repeating_log: asyncio.Task[None],
        line: Line,
        folder: Path,
        engine: str,
    ) -> None:
        self._process = process
        self._repeating_log = repeating_log
        self._folder = folder
        self.line = line
        self.engine = engine
        """The library it runs, and its version."""

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @classmethod
    async def start(cls, program: Program, files: Path) -> Self:
        """Start one; `files` is the folder for attachments. Raises `BridgeNotStarted`."""
        folder = Path(tempfile.mkdtemp(prefix="bridge-"))
        path = folder / "line"
        connected: asyncio.Future[_Ends] = asyncio.get_running_loop().create_future()

        def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if connected.done():
                writer.transport.abort()
            else:
                connected.set_result((reader, writer))

        server = await asyncio.start_unix_server(connect, path, limit=MAX_LINE + 1)
        process: asyncio.subprocess.Process | None = None
        repeating_log: asyncio.Task[None] | None = None
        try:
            path.chmod(0o600)
            process = await asyncio.create_subprocess_exec(
                *program.command(path, files),
                env={**_environment(files), **_for_tests(program)},
                cwd=program.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                limit=_LOG_LINE,
            )
            repeating_log = asyncio.create_task(_repeat_log(process))
            line = await _line(connected, process)
            hello = await line.first(START_SECONDS)
            if not isinstance(hello, Hello) or hello.version != VERSION:
                line.close("hello")
                raise BridgeNotStarted("the bridge speaks another version of the protocol")
            return cls(process, repeating_log, line, folder, hello.engine)
        except BaseException:
            if connected.done():
                connected.result()[1].transport.abort()
            if process and repeating_log:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await asyncio.gather(repeating_log, process.wait())
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            server.close()

    async def ended(self) -> int:
        """Wait for the end of the process and return its status."""
        status = await self._process.wait()
        self.line.close()
        await self._repeating_log
        shutil.rmtree(self._folder, ignore_errors=True)
        return status

    async def end(self) -> int:
        """End it: it closes its sockets when its connection ends; it is killed when that takes too long."""
        self.line.close()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            log.warning("bridge.killed", pid=self.pid)
        finally:
            if self._process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
        return await self.ended()


async def _line(connected: "asyncio.Future[_Ends]", process: asyncio.subprocess.Process) -> Line:
    """Return the line to a process that has just been started; raises `BridgeNotStarted`."""
    ended = asyncio.ensure_future(process.wait())
    either: set[asyncio.Future[Any]] = {connected, ended}
    try:
        await asyncio.wait(either, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended.cancel()
    if not connected.done():
        raise BridgeNotStarted("the bridge ended at once or was silent: its log says why")
    reader, writer = connected.result()
    if not _is_from(writer, process.pid):
        raise BridgeNotStarted("another process took the bridge's place")
    return Line(reader, writer)


def _is_from(writer: asyncio.StreamWriter, pid: int) -> bool:
    """Whether a process is at the other end. Only Linux can say so; elsewhere the folder's mode must do."""
    if sys.platform != "linux":
        return True
    end: socket.socket = writer.get_extra_info("socket")
    credentials = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", credentials)[0] == pid)


def _environment(files: Path) -> Mapping[str, str]:
    """Return all that a bridge finds in its environment. Encrypted attachments wait beside the plain ones."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "NODE_USE_SYSTEM_CA": "1", "TMPDIR": str(files), "HOME": str(files)}


def _for_tests(program: Program) -> Mapping[str, str]:
    """Return where the preload of tests finds the keys of the stub. Without a preload there is nothing."""
    root = os.environ.get(_STUB_ROOT) if program.preload else None
    return {_STUB_ROOT: root} if root else {}


async def _repeat_log(process: asyncio.subprocess.Process) -> None:
    """Log what a bridge says on its standard error, until it ends."""
    stream = process.stderr
    assert stream  # noqa: S101 (it was started with a pipe)
    while True:
        try:
            raw = await stream.readline()
        except ValueError:  # Longer than any of ours; what was read of it is dropped.
            continue
        if not raw:
            return
        _repeat(process.pid, raw)


def _repeat(pid: int, raw: bytes) -> None:
    """Log a line of a bridge: its event and the fields that are words, or where in the code it broke down."""
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        frame = raw.decode(errors="replace").rstrip()
        if _FRAME.fullmatch(frame):
            log.error("bridge.broke_down", pid=pid, where=frame.strip())
        return
    if not isinstance(said, dict):
        return
    event, level = said.get("msg"), _LEVELS.get(str(said.get("level")), "info")
    if isinstance(event, str) and _KEY.fullmatch(event):
        fields = {
            name: value
            for name in ("session", "error", "code", "count", "where")
            if isinstance(value := said.get(name), int) or (isinstance(value, str) and _WORD.fullmatch(value))
        }
        log.log(_NUMBERS[level], "bridge.said", pid=pid, said=event, **fields)


async def _real(node: str) -> tuple[Path, tuple[int, int, int]]:
    """Return Node itself, which what is on a PATH may only start, and its version."""
    process = await asyncio.create_subprocess_exec(
        node,
        "--print",
        "process.execPath + '\\n' + process.versions.node",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath)},
    )
    answer, _ = await process.communicate()
    found = re.fullmatch(r"(/[^\n]+)\n(\d+)\.(\d+)\.(\d+)\n", answer.decode(errors="replace"))
    return (
        (Path(found[1]), (int(found[2]), int(found[3]), int(found[4]))) if found else (Path(node), (0, 0, 0))
    )


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))
