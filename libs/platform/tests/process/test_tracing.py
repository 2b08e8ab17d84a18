"""Traces: what is carried of them, when spans are made, and whose trace what comes of a batch is in."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.trace import Link, SpanContext, SpanKind, StatusCode, TraceFlags

from atende_platform.process import tracing
from atende_platform.process.exporting import sampler_of
from atende_platform.process.tracing import Causes
from atende_platform.testing.spans import Recorded, place_of, recording, trace_id_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
RECORDED = f"00-{TRACE}-00f067aa0ba902b7-01"
UNRECORDED = f"00-{TRACE}-00f067aa0ba902b7-00"


@given(
    trace_id=st.integers(1, 2**128 - 1),
    span_id=st.integers(1, 2**64 - 1),
    flags=st.sampled_from([0, 1, 2, 3]),
)
def test_what_is_carried_is_read_as_it_was_written(trace_id: int, span_id: int, flags: int) -> None:
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    assert tracing.read(tracing.written(context)) == context
    assert tracing.is_recorded(tracing.written(context)) is bool(flags & 1)


@pytest.mark.parametrize(
    "given",
    [None, "", "nonsense", RECORDED.upper(), RECORDED + "-01", f"00-{'0' * 32}-00f067aa0ba902b7-01", "ü"],
)
def test_nonsense_is_no_place_in_a_trace(given: str | None) -> None:
    assert tracing.read(given) is None
    assert not tracing.is_recorded(given)
    with tracing.begun("request", caller=given):
        assert tracing.current() is not None


def test_without_an_exporter_there_are_ids_and_no_spans() -> None:
    assert not tracing.is_on()
    with tracing.begun("request", caller=RECORDED) as span:
        assert not span.is_recording()
        assert tracing.current() == RECORDED
        assert tracing.current_recorded() is None
        with tracing.continued("step", RECORDED) as inner:
            assert not inner.is_recording()
    with tracing.begun("request"), tracing.begun("another"):
        assert tracing.current() is not None
    with tracing.within(None):
        assert not tracing.is_recorded(tracing.current())
    assert tracing.current() is None


def test_a_span_goes_on_in_a_recorded_trace_only(spans: Recorded) -> None:
    with tracing.continued("one", RECORDED, SpanKind.CLIENT, {"a": 1}):
        assert (tracing.current_recorded() or "").startswith(f"00-{TRACE}-")
    with tracing.continued("two", UNRECORDED):
        assert tracing.current() is None
    with tracing.continued("three", None):
        pass
    (span,) = spans.all()
    assert (span.name, span.kind, trace_id_of(span)) == ("one", SpanKind.CLIENT, TRACE)
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == "00f067aa0ba902b7"


def test_a_span_that_fails_says_how_but_not_the_words(spans: Recorded) -> None:
    with pytest.raises(ValueError, match="Maria"), tracing.begun("request"):
        raise ValueError("invalid input: Maria, +5511987654321")
    (span,) = spans.all()
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes == {"error.type": "ValueError"}
    assert "Maria" not in span.to_json()


@pytest.mark.parametrize(
    ("name", "ratio", "by_itself", "by_its_caller"),
    [
        ("always_on", 0.0, True, True),
        ("always_off", 1.0, False, False),
        ("traceidratio", 0.0, False, False),
        ("traceidratio", 1.0, True, True),
        ("parentbased_always_on", 0.0, True, True),
        ("parentbased_always_off", 1.0, False, True),
        ("parentbased_traceidratio", 0.0, False, True),
        ("parentbased_traceidratio", 1.0, True, True),
    ],
)
def test_samplers_are_those_that_opentelemetry_names(
    name: str, ratio: float, by_itself: bool, by_its_caller: bool
) -> None:
    with recording(name, ratio) as recorded:
        with tracing.begun("by itself"):
            pass
        with tracing.begun("by its caller", caller=RECORDED):
            pass
    assert bool(recorded.named("by itself")) is by_itself
    assert bool(recorded.named("by its caller")) is by_its_caller


def test_what_is_linked_to_something_recorded_is_recorded() -> None:
    place = tracing.read(RECORDED)
    other = tracing.read(UNRECORDED)
    assert place is not None
    assert other is not None
    with recording("parentbased_traceidratio", 0.0) as recorded:
        with tracing.begun("batch", links=[Link(other), Link(place)]):
            pass
        with tracing.begun("other", links=[Link(other)]):
            pass
    assert [span.name for span in recorded.all()] == ["batch"]
    assert "Linked" in sampler_of("always_off", 1.0).get_description()


def test_a_round_of_work_is_a_trace_if_something_is_written_in_it(spans: Recorded) -> None:
    with tracing.round_of("idle"):
        assert tracing.current() is None
    with tracing.round_of("busy"):
        first = tracing.cause()
        assert tracing.causes_of(["a", "b"]) == [first, first]
        with tracing.begun("dispatch"):
            assert tracing.cause() == tracing.current() != first
    assert tracing.written(place_of(spans.one("busy"))) == first

    def fail() -> None:
        assert tracing.cause()
        raise KeyError

    with pytest.raises(KeyError), tracing.round_of("failing"):
        fail()
    assert spans.one("failing").status.status_code is StatusCode.ERROR
    assert not spans.named("idle")
    assert tracing.cause() is None


@pytest.mark.parametrize("is_begun", [False, True])
async def test_what_goes_on_behind_a_round_is_not_in_it(spans: Recorded, *, is_begun: bool) -> None:
    over = asyncio.Event()

    async def go_on() -> str | None:
        await over.wait()
        return tracing.cause()

    with tracing.round_of("busy"):
        task = asyncio.create_task(go_on())
        await asyncio.sleep(0)
        assert not is_begun or tracing.cause()
    over.set()
    assert await task is None
    assert len(spans.named("busy")) == is_begun


def test_without_an_exporter_a_round_begins_nothing() -> None:
    with tracing.round_of("busy"):
        assert tracing.cause() is None


async def test_a_task_that_outlives_what_it_is_begun_in_is_in_no_trace(spans: Recorded) -> None:
    async def where() -> tuple[str | None, Causes | None]:
        return tracing.current(), tracing.causes()

    with tracing.begun("request"), tracing.in_effect(Causes(RECORDED)):
        apart = asyncio.create_task(where(), context=tracing.apart())
        here = tracing.current()
        assert await apart == (None, None)
        assert (await where())[0] == here
    assert spans.one("request")


def test_what_comes_of_an_event_is_in_its_trace() -> None:
    ours, theirs, shared, ticket = uuid4(), uuid4(), uuid4(), uuid4()
    causes = Causes("batch")
    causes.add(f'{{"id": "{ours}", "channel": "{shared}"}}'.encode(), "a")
    causes.add(f'{{"id": "{theirs}", "channel": "{shared}"}}', "b")
    assert causes.of(f"{shared} {theirs}") == "b"
    assert causes.of(f"{shared}") == "batch"
    assert causes.of(f"{ticket}") == "batch"
    causes.note(ours, ticket, None)
    assert causes.of(f"{ticket} {shared}") == "a"


def test_outside_of_batches_an_event_s_trace_is_the_current_one(spans: Recorded) -> None:
    event = uuid4()
    assert tracing.recorded_cause(event) is None
    with tracing.begun("request"):
        assert tracing.recorded_cause(event) == tracing.current()
    causes = Causes(None)
    causes.add(str(event), UNRECORDED)
    with tracing.in_effect(causes):
        assert tracing.recorded_cause(event) is None
        assert tracing.causes() is causes
    assert tracing.causes() is None
    assert place_of(spans.one("request")).is_valid
    assert not trace.get_current_span().is_recording()
