"""Every operation of the five API documents, called with what nobody meant.

Whatever comes: no answer is a 5xx, and each is one that the document describes, with a body of its schema.
``make fuzz`` tries more: ``ATENDE_FUZZ_EXAMPLES`` calls of each operation in either way (`make test`: 1), by
``ATENDE_FUZZ_SEED``, which a failure names.
"""

import asyncio
import os
from typing import Any, Final

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup
from system import Company, System, eventually

SERVICES: Final = ("auth", "chat", "campaign", "provider-gateway", "reporting")
EXAMPLES: Final = int(os.environ.get("ATENDE_FUZZ_EXAMPLES") or 1)
SEED: Final = int(os.environ.get("ATENDE_FUZZ_SEED") or 20)
ENDS_ITS_SESSION: Final = frozenset({"/api/v1/auth/logout"})
"""Called, every further call would be refused for want of a session."""

CONFORMANCE: Final = (
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


class Fuzz:
    """Calls operations for a company; ``known`` are ids that path parameters take now and then."""

    def __init__(self, url: str, headers: dict[str, str], known: dict[str, str]) -> None:
        self._url = url
        self._headers = headers
        self._known = known
        self._checks: list[Any] = []
        self.calls = 0
        self.found: list[str] = []

    def service(self, name: str) -> None:
        """Call every operation of a service's document."""
        schema = schemathesis.openapi.from_url(f"{self._url}/api/docs/{name}.json", timeout=30)
        self._checks = [CHECKS.get_one(name) for name in CONFORMANCE]  # Known once a document was read.
        for result in schema.get_all_operations():
            operation: Any = result.ok()  # type: ignore[union-attr]  # Our documents are valid.
            if operation.path not in ENDS_ITS_SESSION:
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    self._operation(operation, mode)

    def _operation(self, operation: Any, mode: GenerationMode) -> None:
        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def call(case: Any) -> None:
            self._call(operation, case)

        try:
            call()
        except Unsatisfiable:
            return  # Nothing about it can be wrong: it takes no input.

    def _call(self, operation: Any, case: Any) -> None:
        self.calls += 1
        if self.calls % 2 and operation.method.upper() != "DELETE":
            case.path_parameters.update(
                {name: value for name, value in self._known.items() if name in case.path_parameters}
            )
        response = case.call(base_url=self._url, headers=self._headers, timeout=30)
        told = f"{operation.method.upper()} {operation.path}: {response.status_code}"
        if response.status_code >= 500:
            self.found.append(f"{told} {response.text[:300]} for {case.body!r} {case.query!r}")
            return
        try:
            case.validate_response(response, checks=self._checks)
        except FailureGroup as failures:
            self.found.append(f"{told} {[str(failure)[:300] for failure in failures.exceptions]}")


async def test_whatever_comes_no_answer_is_an_error_of_ours_or_undocumented(
    system: System, company: Company
) -> None:
    await company.customer_writes(system.new_phone(), "Oi")

    async def ticket() -> dict[str, Any]:
        tickets = await company.api.all("/api/v1/tickets")
        assert tickets
        return dict(tickets[0])

    known = await eventually(ticket)
    draft = {"name": "Oi", "type": "broadcast", "message": "Oi", "channelId": company.channel_id}
    campaign = await company.api.post("/api/v1/campaigns", draft)
    fuzz = Fuzz(
        system.url,
        company.headers,
        {
            "ticket_id": known["id"],
            "contact_id": known["contact"]["id"],
            "channel_id": company.channel_id,
            "campaign_id": campaign["id"],
        },
    )
    for service in SERVICES:
        await asyncio.to_thread(fuzz.service, service)

    assert fuzz.calls > 200
    assert not fuzz.found, f"ATENDE_FUZZ_SEED={SEED}:\n" + "\n".join(fuzz.found)
