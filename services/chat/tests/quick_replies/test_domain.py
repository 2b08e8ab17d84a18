"""How texts are filled in and found."""

from hypothesis import given
from hypothesis import strategies as st

from chat.quick_replies.domain import (
    MAX_KEY,
    VARIABLES,
    filled,
    folded,
    key_of,
    unknown_variables,
    values_of,
    variables_of,
)

VALUES = values_of("Maria Souza", "+5511999990001", {"cidade": "Santos"}, "Bia Lima", 42)


def test_blanks_are_filled() -> None:
    text = (
        "Oi {{contact.firstName}} de {{ contact.customFields.cidade }}, {{agent.name}}, nº {{ticket.number}}"
    )
    assert filled(text, VALUES) == ("Oi Maria de Santos, Bia Lima, nº 42", ())


def test_what_has_no_value_has_what_stands_behind_the_bar_or_is_named() -> None:
    nobody = values_of(None, None, {}, None, None)
    text = "Oi {{contact.firstName|cliente}}! {{agent.name}}{{agent.name}}{{contact.customFields.x}}"
    assert filled(text, nobody) == ("Oi cliente! ", ("agent.name", "contact.customFields.x"))
    assert filled("{{contact.name|}}", nobody) == ("", ())
    assert filled("{{contact.name|cliente}}", values_of("  ", None, {}, None, None)).text == "cliente"


def test_what_is_filled_in_is_not_read_again() -> None:
    values = values_of("{{agent.name}}", None, {}, "Bia", 1)
    assert filled("{{contact.name}}", values).text == "{{agent.name}}"


def test_unknown_variables() -> None:
    assert [
        *unknown_variables("{{contact.nome}} {{contact.customFields.}} {{contact.customFields.a b}}")
    ] == [
        "contact.nome",
        "contact.customFields.",
    ]


@given(st.text(), st.dictionaries(st.sampled_from(VARIABLES), st.text()))
def test_any_text_is_filled_in(text: str, values: dict[str, str]) -> None:
    done = filled(text, values)
    if not variables_of(text):
        assert done == (text, ())
    assert set(done.missing) <= set(variables_of(text))


@given(st.text(max_size=33))
def test_shortcuts_are_compared_without_case_and_accents(text: str) -> None:
    assert len(key_of(text)) <= MAX_KEY
    assert folded("/BomDiá") == folded("/bomdia")
