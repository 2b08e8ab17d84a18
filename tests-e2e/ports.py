"""Ports that nobody uses."""

from collections.abc import Collection

from atende_sandbox import group


def free_ports(names: Collection[str]) -> dict[str, int]:
    """Return a free loopback port for each name, none that the kernel gives to outgoing connections."""
    return dict(zip(names, group.free_ports(len(names)), strict=True))
