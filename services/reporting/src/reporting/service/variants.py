"""A campaign's variants: how each did, and what may be said of their differences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from atende_contracts.campaigns import VariantProgress
from reporting.domain.campaigns import Variant, ratio
from reporting.domain.significance import compare, wilson
from reporting.schemas.campaigns import (
    Interval,
    VariantComparison,
    VariantIntervals,
    VariantRates,
    VariantReport,
)

_COMPARED: Final[tuple[Literal["read", "replied", "optOuts"], ...]] = ("read", "replied", "optOuts")


def variants_of(stored: Iterable[Mapping[str, Any]]) -> list[Variant]:
    """Return variants as they are stored with their campaign."""
    told = [VariantProgress.model_validate(each) for each in stored]
    return [
        Variant(each.number, each.name, each.total, each.counts, each.replies, each.opt_outs) for each in told
    ]


def variant_read(variant: Variant) -> VariantReport:
    """Return a variant as the API shows it."""
    return VariantReport(
        number=variant.number,
        name=variant.name,
        total=variant.total,
        counts=variant.counts,
        sent=variant.sent,
        delivered=variant.delivered,
        read=variant.read,
        replied=variant.replies,
        opt_outs=variant.opt_outs,
        rates=VariantRates(
            delivered=_rate(variant, "delivered"),
            read=_rate(variant, "read"),
            replied=_rate(variant, "replied"),
            opt_outs=_rate(variant, "optOuts"),
        ),
        intervals=VariantIntervals(
            delivered=_interval(variant, "delivered"),
            read=_interval(variant, "read"),
            replied=_interval(variant, "replied"),
            opt_outs=_interval(variant, "optOuts"),
        ),
    )


def compare_variants(variants: Sequence[Variant]) -> list[VariantComparison]:
    """Return of each figure whether variants differ; nothing if there are none."""
    if len(variants) < 2:
        return []
    found = compare(
        {figure: [variant.share(figure) for variant in variants] for figure in _COMPARED},
        less_is_better={"optOuts"},
    )
    return [
        VariantComparison(
            figure=figure,
            best=None if each.best is None else variants[each.best].number,
            p_value=None if each.p_value is None else round(each.p_value, 6),
            verdict=each.verdict,
        )
        for figure, each in zip(_COMPARED, (found[figure] for figure in _COMPARED), strict=True)
    ]


def _rate(variant: Variant, figure: str) -> float | None:
    return ratio(*variant.share(figure))


def _interval(variant: Variant, figure: str) -> Interval | None:
    found = wilson(variant.share(figure))
    return None if found is None else Interval(low=round(found.low, 4), high=round(found.high, 4))
