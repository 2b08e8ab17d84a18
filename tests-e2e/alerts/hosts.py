"""The causes of alerts about disks and certificates, and who measures those."""

import json
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from alerts.stage import Stage
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from atende_sandbox.observability import APART, program, running
from atende_sandbox.settings import HOST, REPOSITORY, Settings

PORTS: Final = ("node-exporter", "blackbox-exporter", "tls")
_DISK_BYTES: Final = 16 * 1024 * 1024
_SOUND_DAYS: Final = 90
_OLD_DAYS: Final = 3


@dataclass(frozen=True)
class Hosts:
    """Who measures them: node_exporter, with a small disk of its own, and blackbox_exporter."""

    folder: Path
    ports: Mapping[str, int]
    edge: Path
    """Where the edge looks for TLS."""

    @classmethod
    def of(cls, folder: Path, ports: Mapping[str, int], settings: Settings) -> "Hosts":
        """Return them for a system that is not running yet, whose edge ends TLS from now on."""
        hosts = cls(folder, ports, settings.run / "nginx" / "tls")
        hosts.edge.mkdir(parents=True)
        hosts.write_certificate(_SOUND_DAYS)
        example = (REPOSITORY / "deploy/gateway/tls/tls.conf.example").read_text()
        listen = example.replace("listen 8443", f"listen {HOST}:{ports['tls']}")
        (hosts.edge / "tls.conf").write_text(listen.replace(" /tls/", f" {hosts.edge}/"))
        return hosts

    def jobs(self) -> list[dict[str, Any]]:
        """Return what Prometheus scrapes of the two, as their documentation has it."""
        node, blackbox = (f"{HOST}:{self.ports[name]}" for name in ("node-exporter", "blackbox-exporter"))
        return [
            {"job_name": "node", "static_configs": [{"targets": [node]}]},
            {
                "job_name": "certificates",
                "metrics_path": "/probe",
                "params": {"module": ["tls"]},
                "static_configs": [{"targets": [f"{HOST}:{self.ports['tls']}"]}],
                "relabel_configs": [
                    {"source_labels": ["__address__"], "target_label": "__param_target"},
                    {"source_labels": ["__param_target"], "target_label": "instance"},
                    {"target_label": "__address__", "replacement": blackbox},
                ],
            },
        ]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run both for the time of the context."""
        self._disk.mkdir()
        # Of all mounts, node_exporter is to see its own.
        mounts = self.folder / "proc" / "1"
        mounts.mkdir(parents=True)
        (mounts / "mounts").symlink_to("/proc/self/mounts")
        modules = self.folder / "blackbox.json"
        tcp = {"tls": True, "tls_config": {"insecure_skip_verify": True}}
        modules.write_text(json.dumps({"modules": {"tls": {"prober": "tcp", "timeout": "5s", "tcp": tcp}}}))
        node, blackbox = (f"{HOST}:{self.ports[name]}" for name in ("node-exporter", "blackbox-exporter"))
        measure = (
            f"mount -t tmpfs -o size={_DISK_BYTES} none '{self._disk}'"
            f" && echo $$ >'{self.folder / 'node.pid'}'"
            f" && exec {program('prometheus-node-exporter')} --path.procfs='{self.folder / 'proc'}'"
            f" --collector.disable-defaults --collector.filesystem --web.listen-address={node}"
        )
        # In a mount namespace, which needs no rights: a disk of the machine is not to be filled.
        apart = [*APART, "sh", "-c", measure]
        prober = [
            program("prometheus-blackbox-exporter"),
            f"--config.file={modules}",
            f"--web.listen-address={blackbox}",
        ]
        with (
            running(apart, self.folder / "node-exporter.log", f"http://{node}/metrics"),
            running(prober, self.folder / "blackbox-exporter.log", f"http://{blackbox}/-/healthy"),
        ):
            yield

    @property
    def _disk(self) -> Path:
        return self.folder / "disk"

    @property
    def disk(self) -> Path:
        """The small disk, as it is seen from here."""
        pid = (self.folder / "node.pid").read_text().strip()
        return Path(f"/proc/{pid}/root{self._disk}")

    def write_certificate(self, days: int) -> None:
        """Write a certificate for the edge that ends in so many days, signed by itself, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=days))
            .sign(key, SHA256())
        )
        (self.edge / "tls.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
        (self.edge / "tls.key").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )


@asynccontextmanager
async def full_disk(stage: Stage) -> AsyncIterator[None]:
    """A disk has less than a tenth left."""
    filling = stage.hosts.disk / "filling"
    filling.write_bytes(bytes(_DISK_BYTES * 95 // 100))
    try:
        yield
    finally:
        filling.unlink()


@asynccontextmanager
async def old_certificate(stage: Stage) -> AsyncIterator[None]:
    """The edge serves a certificate that ends in three days."""
    await _serve(stage, _OLD_DAYS)
    try:
        yield
    finally:
        await _serve(stage, _SOUND_DAYS)


async def _serve(stage: Stage, days: int) -> None:
    stage.hosts.write_certificate(days)
    state = stage.system.world.state()
    edge = state.child("nginx") if state else None
    assert edge is not None
    os.kill(edge.pid, signal.SIGHUP)  # It reads its certificate anew, and serves on.
