"""A company at work: a channel, and a person of each role who can sign in."""

from dataclasses import dataclass
from uuid import uuid4

from system import PASSWORD, Company, System

from atende_sandbox.demo.api import Api

NAMES = {"admin": "Adriana Reis", "agent": "André Dias", "viewer": "Vera Luz"}


@dataclass
class Office:
    """A company, and the addresses that its people sign in with, by role; their password is `PASSWORD`."""

    company: Company
    logins: dict[str, str]

    @property
    def system(self) -> System:
        return self.company.system

    async def api(self, role: str) -> Api:
        """Return a client of somebody; the caller closes it."""
        api = Api(self.system.url)
        await api.login(self.logins[role], PASSWORD)
        return api


async def open_office(system: System) -> Office:
    """Register a company with a channel and people."""
    company = await system.new_company()
    logins = {"owner": (await company.api.get("/api/v1/auth/me"))["user"]["email"]}
    for role, name in NAMES.items():
        logins[role] = f"{role}-{uuid4().hex[:10]}@empresa.test"
        person = {"name": name, "email": logins[role], "password": PASSWORD, "role": role}
        await company.api.post("/api/v1/users", person)
    return Office(company, logins)
