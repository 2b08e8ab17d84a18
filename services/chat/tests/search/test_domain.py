"""Words, queries and excerpts."""

from hypothesis import given
from hypothesis import strategies as st

from chat.search.domain import (
    EXCERPT,
    MAX_TERMS,
    MAX_WORD,
    excerpt,
    fold,
    read_query,
    searched,
    tokens,
    words_of,
)


def test_words_are_folded_and_cut_at_what_is_no_letter() -> None:
    assert words_of("Não é d'Água_fria: R$ 1.500,00!") == [
        "nao", "e", "d", "agua", "fria", "r", "1", "500", "00",
    ]  # fmt: skip
    assert words_of("e\u0301") == words_of("é") == ["e"]


def test_singular_and_plural() -> None:
    for one, other in (
        ("entrega", "entregas"),
        ("valor", "valores"),
        ("cartão", "cartões"),
        ("material", "materiais"),
        ("ordem", "ordens"),
        ("delivery", "deliveries"),
        ("box", "boxes"),
    ):
        [singular], [plural] = read_query(one).terms, read_query(other).terms
        assert singular.fits(fold(other)), other
        assert plural.fits(fold(one)), one
    [term] = read_query("entregas").terms
    assert not term.fits("entregador")


@given(st.text(max_size=300))
def test_a_query_is_always_one_that_postgresql_reads(text: str) -> None:
    query = read_query(text)
    assert len(query.terms) <= MAX_TERMS
    assert all(0 < len(term.word) <= MAX_WORD for term in query.terms)
    assert not {"'", "\\", "#"} & set("".join(term.word for term in query.terms))


@given(st.text(max_size=400), st.text(max_size=40))
def test_an_excerpt_is_of_the_text(text: str, asked: str) -> None:
    parts = excerpt(text, read_query(asked))
    shown = "".join(part.text for part in parts if part.text != "…")
    assert len(shown) <= EXCERPT
    assert all(part.text for part in parts)


@given(st.lists(st.sampled_from(["abc", "çã", "12", "Zé", "ﬁ", "ß"]), min_size=1, max_size=8))
def test_a_text_is_found_by_each_of_its_words(words: list[str]) -> None:
    text = " ".join(words)
    found = {token.partition(":")[2] for token in tokens(7, text, [])}
    for word in words:
        query = read_query(word)
        assert any(term.fits(one) for term in query.terms for one in found)
        assert any(part.match for part in excerpt(text, query))


def test_an_excerpt_shows_the_surroundings() -> None:
    text = "início " + "palavra " * 40 + "ENTREGA atrasada, " + "fim " * 60
    parts = excerpt(text, read_query("entrega"))
    assert [part.text for part in parts if part.match] == ["ENTREGA"]
    assert (parts[0].text, parts[-1].text) == ("…", "…")


def test_what_is_searched_is_bounded_whatever_is_inside() -> None:
    deep: dict[str, object] = {"title": "fim"}
    for _ in range(40):
        deep = {"x": deep, "title": "t"}
    assert searched("texto", {"interactive": deep}, {"filename": "Nota Fiscal.pdf"}) == (
        "texto · Nota Fiscal.pdf · t · fim"
    )
