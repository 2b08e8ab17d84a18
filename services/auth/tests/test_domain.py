from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.permissions import Role
from auth.domain import Reuse, is_locale, is_time_zone, judge_reuse, may_grant

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ago = st.integers(min_value=-5, max_value=10_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds))
graces = st.integers(min_value=0, max_value=60).map(lambda seconds: timedelta(seconds=seconds))


@given(used_at=st.none() | ago, expires_at=ago, grace=graces, kept=st.booleans())
def test_a_token_is_repeated_only_when_used_and_within_the_grace_and_not_expired(
    used_at: datetime | None, expires_at: datetime, grace: timedelta, kept: bool
) -> None:
    verdict = judge_reuse(used_at=used_at, expires_at=expires_at, now=NOW, grace=grace, has_successor=kept)

    if verdict is Reuse.REPEAT:
        assert used_at is not None
        assert kept
        assert used_at >= NOW - grace
        assert expires_at > NOW
    if verdict is Reuse.REVOKE:
        assert used_at is not None
        assert expires_at > NOW
    if used_at is None or expires_at <= NOW:
        assert verdict is Reuse.REFUSE


@given(used_at=ago, grace=graces, later=st.integers(min_value=0, max_value=1_000_000))
def test_a_verdict_never_gets_milder_with_time(used_at: datetime, grace: timedelta, later: int) -> None:
    severity = [Reuse.REPEAT, Reuse.REVOKE, Reuse.REFUSE]
    expires_at = NOW + timedelta(seconds=500_000)

    def verdict(now: datetime) -> int:
        return severity.index(
            judge_reuse(used_at=used_at, expires_at=expires_at, now=now, grace=grace, has_successor=True)
        )

    assert verdict(NOW) <= verdict(NOW + timedelta(seconds=later))


@given(granter=st.sampled_from(Role), role=st.sampled_from(Role))
def test_only_owners_make_owners(granter: Role, role: Role) -> None:
    assert may_grant(granter, role) == (granter is Role.OWNER or role is not Role.OWNER)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("America/Sao_Paulo", True),
        ("Europe/Lisbon", True),
        ("UTC", True),
        ("america/sao_paulo", False),
        ("localtime", False),
        ("../etc/passwd", False),
        ("", False),
    ],
)
def test_time_zones(name: str, known: bool) -> None:
    assert is_time_zone(name) is known


@pytest.mark.parametrize(
    ("tag", "valid"),
    [("pt-BR", True), ("en", True), ("zh-Hant-TW", True), ("es-419", True), ("pt_BR", False), ("PT", False)],
)
def test_locales(tag: str, valid: bool) -> None:
    assert is_locale(tag) is valid
