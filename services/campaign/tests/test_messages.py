"""What a campaign says to one person: placeholders, WhatsApp's limits, variants."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from atende_contracts.event import OutboundContent
from atende_contracts.ids import uuid7
from atende_contracts.limits import problems
from campaign.domain.audience import Contact, plan
from campaign.domain.rendering import CannotRender, Message, variables
from campaign.domain.variants import Messages

ANA = variables("Ana Souza", "+5511987654321", {"city": "Recife", "name": "impostor"})


def text(body: str) -> dict[str, Any]:
    return {"kind": "text", "body": body, "preview_url": False}


def rendered(content: dict[str, Any], values: dict[str, str]) -> Any:
    return json.loads(Message(content).render(values))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Oi {{name}}", "Oi Ana Souza"),
        ("Oi {{ first_name }}, de {{city}}", "Oi Ana, de Recife"),
        ("{{nick|cliente}}", "cliente"),
        ("{{city|cliente}}", "Recife"),
        ("{{phone}} {not} {{}}", "+5511987654321 {not} {{}}"),
        ('"{{name}}" \\ \u2028 🎉\n', '"Ana Souza" \\ \u2028 🎉\n'),
    ],
)
def test_placeholders_are_replaced(body: str, expected: str) -> None:
    assert rendered(text(body), ANA) == text(expected)


@pytest.mark.parametrize("name", ["Ana\tSouza", "Ana\u00a0Souza", " Ana\u202f Souza\n", "Ana\u3000Souza"])
def test_a_first_name_ends_at_any_white_space(name: str) -> None:
    assert rendered(text("Oi {{first_name}}!"), variables(name, None, {})) == text("Oi Ana!")


def test_placeholders_reach_into_templates() -> None:
    parameters = [{"type": "text", "text": "{{name}}"}, {"n": 1, "o": None, "e": {}, "l": []}]
    content = {"kind": "template", "components": [{"type": "body", "parameters": parameters}]}
    message = Message(content)
    assert message.personal
    assert not message.needs_custom_fields
    [component] = json.loads(message.render(ANA))["components"]
    assert component["parameters"] == [{"type": "text", "text": "Ana Souza"}, parameters[1]]
    assert not Message({"kind": "text", "body": "plain", "n": [1, None]}).personal
    assert Message(text("{{city}}")).needs_custom_fields


def test_values_are_not_rendered_again() -> None:
    assert rendered(text("{{name}}"), variables('{{phone}}"}', None, {})) == text('{{phone}}"}')


def template(kind: str, parameter: dict[str, Any], **more: Any) -> dict[str, Any]:
    component = {"type": kind, "parameters": [parameter], **more}
    return {"kind": "template", "name": "promo", "language": "pt_BR", "components": [component]}


IMAGE = {"kind": "media", "media_type": "image"}
CONTENTS = {
    "text": text("Oi {{x}}, {{y|tudo bem}}?"),
    "caption": {**IMAGE, "media": {"url": "https://x.example/a.png"}, "caption": "{{x}}"},
    "link": {**IMAGE, "media": {"url": "https://x.example/{{x}}"}},
    "whole link": {**IMAGE, "media": {"url": "{{x}}"}},
    "body": template("body", {"type": "text", "text": "Pedido {{x}}"}),
    "named": template("body", {"type": "text", "parameter_name": "order", "text": "{{x}}"}),
    "header": template("HEADER", {"type": "text", "text": "{{x}}"}),
    "header file": template(
        "header", {"type": "document", "document": {"link": "https://x.example/{{x}}", "filename": "a.pdf"}}
    ),
    "address": template("button", {"type": "text", "text": "{{x}}"}, sub_type="url", index="0"),
    "reply": template("button", {"type": "payload", "payload": "{{x}}"}, sub_type="quick_reply", index=0),
    "coupon": template(
        "button", {"type": "coupon_code", "coupon_code": "{{x}}"}, sub_type="copy_code", index=1
    ),
}
_CONTENT: TypeAdapter[OutboundContent] = TypeAdapter(OutboundContent)
VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.sampled_from(
        ["a\nb", "a\tb", "a     b", "a    b", "a b", "", " ", "https://x.example/y", "file:///x"]
    ),
    st.builds(
        lambda size: "x" * size, st.sampled_from([15, 16, 60, 61, 240, 256, 257, 1024, 1025, 4080, 5000])
    ),
)


@pytest.mark.parametrize("name", CONTENTS)
@settings(max_examples=60)
@given(x=VALUES, y=VALUES)
def test_whatever_is_rendered_whatsapp_takes_and_nobody_is_skipped_without_need(
    name: str, x: str, y: str
) -> None:
    content = CONTENTS[name]
    assert list(problems(_CONTENT.validate_python(Message(content).stand_in()))) == []
    values = {"x": x, "y": y}
    try:
        made = Message(content).render(values)
    except CannotRender:
        made = None
    # The plain way to the same: fill in, and ask the rules that the gateway asks.
    filled = json.loads(
        json.dumps(content)
        .replace("{{x}}", json.dumps(x.strip())[1:-1])
        .replace("{{y|tudo bem}}", json.dumps(y.strip() or "tudo bem")[1:-1])
    )
    wrong = list(problems(_CONTENT.validate_python(filled)))
    if made is None:
        assert wrong or not x.strip()
    else:
        assert json.loads(made) == filled
        assert wrong == []


@pytest.mark.parametrize(
    ("content", "values", "reason"),
    [
        (text("{{nick}}"), {}, "no value for {{nick}}"),
        (text("{{nick| }}"), {"nick": "  "}, "no value for {{nick}}"),
        (text("{{long}}"), {"long": "x" * 4097}, "the body with {{long}} is longer than 4096 characters"),
        (CONTENTS["header"], {"x": "x" * 61}, "the header's text with {{x}} is longer than 60 characters"),
        (CONTENTS["whole link"], {"x": "here"}, "the media's url with {{x}} is no web address"),
        (
            CONTENTS["body"],
            {"x": "a\nb"},
            "{{x}} has a line break, a tab or more than 4 spaces in a row,"
            " which a template's parameter must not have",
        ),
    ],
)
def test_why_a_message_cannot_be_made_names_the_variable(
    content: dict[str, Any], values: dict[str, str], reason: str
) -> None:
    with pytest.raises(CannotRender) as refused:
        Message(content).render(values)
    assert str(refused.value) == reason


# --- who gets what ---------------------------------------------------------------------------


def test_a_contact_merged_into_an_unknown_one_is_waited_for() -> None:
    target, messages = uuid7(), Messages(uuid7(), text("Oi"))
    merged = Contact(target, None, deleted=True, merged_into=uuid7())
    assert plan(target, merged, messages, grace_over=False) is None
    given_up = plan(target, merged, messages, grace_over=True)
    assert given_up is not None
    assert given_up.reason == "contact_not_found"


WEIGHTS = st.lists(st.integers(1, 20), min_size=2, max_size=10)


def several(weights: list[int], campaign_id: UUID) -> Messages:
    variants = [
        {"name": f"v{number}", "weight": weight, "content": text(f"{number}")}
        for number, weight in enumerate(weights)
    ]
    return Messages(campaign_id, {"kind": "variants", "variants": variants})


@settings(max_examples=25, deadline=None)
@given(weights=WEIGHTS, campaign_id=st.uuids())
def test_variants_are_given_in_proportion_and_the_same_person_always_gets_the_same(
    weights: list[int], campaign_id: UUID
) -> None:
    people = [f"phone:55119{number:08}" for number in range(2_000)]
    once, again = several(weights, campaign_id), several(weights, campaign_id)
    given_to = [once.of(person).name for person in people]
    assert given_to == [again.of(person).name for person in people]
    for number, weight in enumerate(weights):
        share = weight / sum(weights)
        # Six standard deviations: by chance alone it fails once in half a billion.
        most = 6 * (len(people) * share * (1 - share)) ** 0.5
        assert abs(given_to.count(f"v{number}") - len(people) * share) <= most


def test_another_campaign_divides_people_anew() -> None:
    people = [f"phone:55119{number:08}" for number in range(200)]
    one, other = several([1, 1], UUID(int=1)), several([1, 1], UUID(int=2))
    assert [one.of(person).name for person in people] != [other.of(person).name for person in people]
