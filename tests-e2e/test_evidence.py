"""The page of `make evidence`: its medians, its profiles, its tables."""

import os

import pytest
from bench.evidence_page import OURS, Evidence, Sent, own_cpu, page
from bench.figures import Spread, nanoseconds_of_a_hash, spread, table
from bench.measured import Killed, Run
from bench.profiles import LOOP, OTHER, OWN, Profile, fold
from bench.webhooks import Taken

NODE = "BullMQ, results together"


def run(flowing: float, load: float = 0.4, **cpu: float) -> Run:
    return Run(
        count=5_000,
        rate=1_000,
        seconds=5.4,
        flowing=flowing,
        cpu=cpu,
        memory={"node": 100.0, "provider": 900.0},
        load=load,
        doubled=1,
        missing=0,
        most=int(flowing) + 20,
    )


def taken(webhooks: float) -> Taken:
    cpu = {"api": 0.151, "kafka": 0.05, "generator": 0.1}
    return Taken(webhooks, webhooks, 12.0, 39.5, cpu, memory=141.0, refused=0, surplus=0, load=0.5)


def row(text: str, heading: str, name: str) -> list[str]:
    """Return the cells of a row of the table below a heading."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    [line] = [line for line in section.splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(
    ("values", "expected", "shown"),
    [
        ((0.81,), Spread(0.81, 0.81, 0.81), "0.81"),
        ((0.9, 0.7, 0.8), Spread(0.8, 0.7, 0.9), "0.80 (0.70–0.90)"),
        ((4.0, 1.0, 2.0, 3.0), Spread(2.5, 1.0, 4.0), "2.50 (1.00–4.00)"),
        ((0.801, 0.802, 0.803), Spread(0.802, 0.801, 0.803), "0.80"),
        ((1_234.0, 1_300.0), Spread(1_267.0, 1_234.0, 1_300.0), "1,267.00 (1,234.00–1,300.00)"),
    ],
)
def test_a_median_stands_with_its_spread(values: tuple[float, ...], expected: Spread, shown: str) -> None:
    assert spread(values) == expected
    assert spread(values).shown(2) == shown


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"


def test_a_hash_takes_time() -> None:
    assert nanoseconds_of_a_hash() > 0


def test_samples_count_for_what_runs() -> None:
    """The innermost function counts; the standard library's counts for its caller, but the loop's own."""
    library = "/x/.venv/lib/python3.11/site-packages"
    main = "<module> (/x/services/chat/src/chat/__main__.py:3)"
    run_loop = "run (/usr/lib/python3.11/asyncio/runners.py:118)"
    apply = "apply (/x/services/chat/src/chat/tickets/inbound.py:40)"
    profile = fold(
        [
            f"{main};{run_loop};{apply} 5",
            f"{main};{run_loop};{apply};fetch ({library}/asyncpg/connection.py:9) 7",
            f"{main};{run_loop};{apply};dumps (/usr/lib/python3.11/uuid.py:12) 1",
            f"{main};{run_loop};{apply};__create_fn__.<locals>.__init__ (<string>:2) 1",
            f"{main};{run_loop} 3",
            f"{main};{run_loop};poll ({library}/some_library/core.py:1) 4",
            "main (/usr/lib/python3.11/zipfile.py:1) 1",
            " 9",
            "",
            "not a stack",
        ]
    )
    assert profile.packages == {OWN: 7, "asyncpg": 7, LOOP: 3, OTHER: 5}
    assert profile.functions == {"chat.tickets.inbound.apply": 14}
    assert profile.samples == 22
    assert sum(profile.shares().values()) == pytest.approx(100)
    assert list(profile.shares()) == [OWN, "asyncpg", LOOP, OTHER]


def test_the_platform_and_single_modules_have_their_groups() -> None:
    site = "/x/.venv/lib/python3.11/site-packages"
    profile = fold(
        [
            "settle (/x/libs/platform/src/atende_platform/messaging/outbox.py:7) 1",
            f"validate ({site}/pydantic/main.py:7) 2",
            "send (services/auth/src/auth/mail.py:1) 3",
            "step (uvloop/loop.pyx:1) 4",
        ]
    )
    assert profile.packages == {
        "own platform and contracts": 1,
        "models and JSON": 2,
        OWN: 3,
        LOOP: 4,
    }
    assert profile.functions == {"auth.mail.send": 3}


def test_the_provider_costs_no_engine_anything() -> None:
    assert own_cpu(run(1.0, gateway=0.3, postgres=0.2, provider=9.0)) == pytest.approx(0.5)


def test_the_page_has_every_engine_with_medians_sums_and_kills() -> None:
    ours = [
        Sent(run(3_000, campaign=0.1, gateway=0.2), run(980, campaign=0.2, gateway=0.3)),
        Sent(run(3_200, campaign=0.1, gateway=0.4), run(990, campaign=0.2, gateway=0.3)),
        Sent(run(3_100, campaign=0.1, gateway=0.3), run(985, campaign=0.2, gateway=0.3)),
    ]
    evidence = Evidence(
        rounds=3,
        recipients=5_000,
        seconds=10.0,
        machine="Commit abc.",
        hashes=[600.0, 700.0, 650.0],
        campaigns={OURS: ours, NODE: [Sent(run(3_300, node=0.4), run(970, node=0.5))]},
        kills={
            OURS: [Killed(2_500, 0, 0, 21.0, {"accepted": 2_400, "unconfirmed": 100})],
            NODE: [Killed(2_500, 400, 0, 31.0, {"sent": 2_500})],
        },
        webhooks=[taken(6_100), taken(6_000), taken(6_200)],
        profiles={"chat worker": fold(["apply (services/chat/src/chat/tickets/inbound.py:40) 4"])},
        remarks=["Nothing else."],
    )
    text = page(evidence)
    unlimited = row(text, "A campaign without a limit", OURS)
    assert unlimited[1:3] == ["3,100 (3,000–3,200)", "3,220"]
    assert unlimited[3:5] == ["0.40 (0.30–0.50)", "campaign 0.10, gateway 0.30"]
    assert unlimited[6:] == ["100", "3, 0", "0.4"]
    assert row(text, "A campaign at 1,000 a second", NODE)[1:4] == ["970", "990", "0.50"]
    killed = "Killed half-way and started again"
    assert row(text, killed, OURS)[2:] == ["0", "0", "accepted 2,400, unconfirmed 100", "21"]
    assert row(text, killed, NODE)[2:] == ["400", "0", "sent 2,500", "31"]
    assert row(text, "Webhooks", r"6,100 (6,000–6,200)")[1:4] == ["0.151", "12.0", "39.5"]
    assert row(text, "Profiles", OWN)[1:] == ["100"]
    assert "`chat.tickets.inbound.apply` 100 %" in text
    assert "650 (600–700) ns" in text
    assert "Nothing else." in text
    assert text.endswith("\n")


def test_what_was_not_measured_has_no_section() -> None:
    both = Sent(run(3_000, campaign=0.1), run(980, campaign=0.2))
    evidence = Evidence(1, 500, 3.0, hashes=[600.0], campaigns={OURS: [both]}, webhooks=[taken(6_000)])
    text = page(evidence)
    assert "## Killed" not in text
    assert "## Profiles" not in text


def test_a_busy_machine_is_named() -> None:
    processors = os.cpu_count() or 1

    def text(load: float) -> str:
        both = Sent(run(3_000, load, campaign=0.1), run(980, load, campaign=0.2))
        return page(Evidence(1, 500, 3.0, hashes=[600.0], campaigns={OURS: [both]}, webhooks=[taken(6_000)]))

    assert "Other programs" not in text(1.5 * processors)
    assert "Other programs" in text(2.5 * processors)


def test_a_profile_without_samples_has_no_shares() -> None:
    assert Profile().shares() == {}
