"""Workers of the gateway and of campaigns beside those of the supervisor, to be many and to stand still."""

import signal
import sys
from collections.abc import Sequence

from records import members
from system import System, eventually

from atende_contracts.topics import ServiceName
from atende_sandbox.processes import Process, ProcessSpec
from atende_sandbox.services import SERVICES, environment
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.world import World


class Workers:
    """Workers beside those of the supervisor."""

    def __init__(self, world: World, launcher: Sequence[str] = ("-m",)) -> None:
        self._settings = world.settings
        self._units = [unit for unit in SERVICES if unit.module in {"gateway", "campaign"}]
        self._extra: list[Process] = []
        self._launcher = tuple(launcher)

    async def become(self, wanted: int) -> None:
        """Have so many of each service, those of the supervisor counted."""
        extra = len(self._units) * (wanted - 1)
        while len(self._extra) < extra:
            unit = self._units[len(self._extra) % len(self._units)]
            spec = ProcessSpec(
                name=f"{unit.module}-extra-{len(self._extra)}",
                command=(sys.executable, *self._launcher, unit.module, "worker"),
                environment={**environment(self._settings, unit), "HTTP_PORT": "0"},
                directory=REPOSITORY,
            )
            self._extra.append(Process(spec, self._settings.logs))
        self._extra, leaving = self._extra[:extra], self._extra[extra:]
        for process in leaving:
            process.signal(signal.SIGTERM)

        async def gone() -> None:
            assert all(process.exit_code() is not None for process in leaving)

        try:
            await eventually(gone, timeout=60)
        finally:
            for process in leaving:
                process.kill()

    async def share(self, system: System) -> None:
        """Wait until each group of their services consists of all of them, the supervisor's counted."""
        services: list[ServiceName] = ["gateway", "campaign"]

        async def sharing() -> None:
            for service in services:
                wanted = len(self.of(service)) + 1
                groups = await members(system, service)
                assert all(its is not None and len(its) >= wanted for its in groups.values()), groups

        await eventually(sharing, timeout=90, every=0.5)

    def of(self, module: str) -> list[Process]:
        """Return those of a service that are beside the supervisor's."""
        return [one for one in self._extra if one.spec.name.startswith(f"{module}-")]
