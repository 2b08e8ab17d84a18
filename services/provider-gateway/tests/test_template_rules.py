"""What Meta refuses in a template, and what a template needs: rules without a database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.templates import Format, needs_of, problems, variables_of
from gateway.providers.cloud import reports


def body(text: str, *examples: str, **fields: Any) -> dict[str, Any]:
    example = {"example": {"body_text": [list(examples)]}} if examples else {}
    return {"type": "BODY", "text": text, **example, **fields}


def buttons(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": list(items)}


def fields(*components: Any, category: str = "UTILITY", named: bool = False) -> list[str]:
    shape: Format = "NAMED" if named else "POSITIONAL"
    return [one.field for one in problems(list(components), category=category, parameter_format=shape)]


QUICK = {"type": "QUICK_REPLY", "text": "Parar"}
URL = {
    "type": "URL",
    "text": "Ver",
    "url": "https://loja.example/{{1}}",
    "example": ["https://loja.example/1"],
}
PHONE = {"type": "PHONE_NUMBER", "text": "Ligar", "phone_number": "+551140000000"}
NAMED = {"body_text_named_params": [{"param_name": "nome", "example": "Ana"}]}


def test_what_meta_takes() -> None:
    assert fields(body("Oi.")) == []
    assert (
        fields(
            {"type": "HEADER", "format": "TEXT", "text": "Olá {{1}}", "example": {"header_text": ["Ana"]}},
            body("Oi {{1}}, o pedido {{2}} chegou.", "Ana", "12"),
            {"type": "FOOTER", "text": "Loja"},
            buttons(QUICK, {**QUICK, "text": "Sim"}, URL, PHONE, {"type": "COPY_CODE", "example": "PROMO10"}),
        )
        == []
    )
    assert fields({"type": "HEADER", "format": "LOCATION"}, body("Oi.")) == []
    media = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}}
    assert fields(media, body("Oi.")) == []
    assert fields({"type": "BODY", "text": "Oi {{nome}}!", "example": NAMED}, named=True) == []
    otp = buttons({"type": "OTP", "otp_type": "COPY_CODE"})
    code = (
        {"type": "BODY", "add_security_recommendation": True},
        {"type": "FOOTER", "code_expiration_minutes": 5},
    )
    assert fields(*code, otp, category="AUTHENTICATION") == []


@pytest.mark.parametrize(
    ("component", "field"),
    [
        (body("{{1}} chegou.", "x"), "components.0.text"),
        (body("Chegou {{1}}", "x"), "components.0.text"),
        (body("Oi {{1}} {{2}}.", "x", "y"), "components.0.text"),
        (body("Oi {{2}}.", "x"), "components.0.text"),
        (body("Oi {{nome}}.", "x"), "components.0.text"),
        (body("Oi {{1}}."), "components.0.example.body_text"),
        (body("Oi {{1}} e {{2}}.", "x"), "components.0.example.body_text"),
        (body("   "), "components.0.text"),
    ],
)
def test_variables_of_a_body(component: dict[str, Any], field: str) -> None:
    assert fields(component) == [field]


def test_named_variables() -> None:
    assert fields({"type": "BODY", "text": "Oi {{nome}}!"}, named=True) == [
        "components.0.example.body_text_named_params"
    ]
    assert "components.0.text" in fields(
        {"type": "BODY", "text": "Oi {{Nome}}!", "example": NAMED}, named=True
    )


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ([QUICK] * 11, "components.1.buttons"),
        ([QUICK, URL, QUICK, PHONE], "components.1.buttons"),
        ([URL, URL, URL], "components.1.buttons.2.type"),
        ([PHONE, PHONE], "components.1.buttons.1.type"),
        ([{"type": "SONG"}], "components.1.buttons.0.type"),
        (["no object"], "components.1.buttons.0.type"),
        ([{**QUICK, "text": "x" * 26}], "components.1.buttons.0.text"),
        ([{**URL, "url": "https://a/" + "x" * 2000}], "components.1.buttons.0.url"),
        ([{**URL, "url": "https://a/{{1}}/b"}], "components.1.buttons.0.url"),
        ([{**URL, "example": []}], "components.1.buttons.0.example"),
        ([{**PHONE, "phone_number": "1" * 21}], "components.1.buttons.0.phone_number"),
        ([{"type": "COPY_CODE", "example": "x" * 16}], "components.1.buttons.0.example"),
    ],
)
def test_buttons(items: list[Any], field: str) -> None:
    assert fields(body("Oi."), buttons(*items)) == [field]


def test_headers_and_authentication() -> None:
    two = {
        "type": "HEADER",
        "format": "TEXT",
        "text": "{{1}} e {{2}}",
        "example": {"header_text": ["a", "b"]},
    }
    assert fields(two, body("Oi.")) == ["components.0.text"]
    assert fields(body("Oi."), category="AUTHENTICATION") == ["components.0.text", "components"]
    late = {"type": "FOOTER", "code_expiration_minutes": 91}
    assert fields({"type": "BODY"}, late, buttons({"type": "OTP"}), category="AUTHENTICATION") == [
        "components.1.code_expiration_minutes"
    ]


def test_a_carousel_needs_what_its_cards_need() -> None:
    card = {"components": [{"type": "HEADER", "format": "IMAGE"}, body("Oi {{1}}!", "x"), buttons(URL)]}
    needs = needs_of([body("Veja."), {"type": "CAROUSEL", "cards": [card, {"components": 5}, "x"]}])

    assert [one.body for one in needs.cards] == [["1"], []]
    assert needs.cards[0].buttons[0].variables == ["1"]
    assert needs_of([{"type": "limited_time_offer"}]).limited_time_offer


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "format", "example", "buttons", "cards", "components", "url", "body_text"]
            ),
            inner
            | st.sampled_from(["BODY", "HEADER", "BUTTONS", "URL", "CAROUSEL", "TEXT", "{{1}} e {{²}}"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(anything, max_size=4), st.sampled_from(["UTILITY", "AUTHENTICATION"]), st.booleans())
def test_nothing_that_is_written_or_read_breaks_the_rules(
    components: Any, category: str, named: bool
) -> None:
    needs_of(components)
    for one in components:
        variables_of(one)
        if isinstance(one, dict):
            reports.read("message_template_status_update", one)
    fields(*[one for one in components if isinstance(one, dict)], category=category, named=named)
