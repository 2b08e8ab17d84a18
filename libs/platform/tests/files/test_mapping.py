"""Columns that the user maps, where their names say nothing or the wrong thing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, get_args

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from atende_platform.files.columns import (
    Detail,
    Mapped,
    MappingInvalid,
    Use,
    field_name,
    layout_of,
    mapped,
    uses_of,
)
from atende_platform.files.people_files import PeopleFile, UnreadableFile
from atende_platform.files.tables import Header, as_stored

DETAILS: Final[tuple[Detail, ...]] = ("email", "organization", "externalId", "notes")


def read_mapped(
    data: str, mapping: Sequence[Mapped], header: Header = "any"
) -> list[tuple[str | None, str | None, dict[str, str]]]:
    file = PeopleFile(as_stored(data.encode(), 100), DETAILS, header=header, mapping=mapping)
    return [
        (
            row.party.name,
            row.party.phone,
            row.fields | {str(name): value for name, value in row.details.items()},
        )
        for row in file.rows("BR")
    ]


def test_details_of_contacts_are_known_by_their_names_and_are_fields_where_nobody_asks_for_them() -> None:
    data = (
        b"nome;celular;E-mail;Empresa;id externo;Observa\xc3\xa7\xc3\xb5es\nAna;11988880001;A@b.co;Sol;7;x\n"
    )
    [row] = PeopleFile(data, DETAILS).rows("BR")
    assert row.details == {"email": "A@b.co", "organization": "Sol", "externalId": "7", "notes": "x"}
    assert row.fields == {}
    [row] = PeopleFile(data).rows("BR")
    assert row.fields == {"E-mail": "A@b.co", "Empresa": "Sol", "id externo": "7", "Observações": "x"}
    [row] = PeopleFile(b"field:email,phone\nx,11988880001\n", DETAILS).rows("BR")
    assert (row.fields, row.details) == ({"email": "x"}, {})


def test_columns_are_used_as_the_user_maps_them() -> None:
    data = "Kontakt;Nummer X;Stadt;tags\nAna;11988880001;Natal;vip\n"
    with pytest.raises(UnreadableFile):
        PeopleFile(data.encode())
    assert read_mapped(data, [Mapped(1, "phone"), Mapped(0, "name"), Mapped(2, "field", "cidade")]) == [
        ("Ana", "+5511988880001", {"cidade": "Natal"})
    ]
    # A guess gives way to what is said, and keeps its data as a field.
    [row] = PeopleFile(data.encode(), header="any", mapping=[Mapped(1, "phone"), Mapped(2, "tags")]).rows(
        "BR"
    )
    assert (row.tags, row.fields) == (["Natal"], {"Kontakt": "Ana", "tags": "vip"})


def test_a_file_may_have_no_header() -> None:
    data = "Ana;11988880001\nBia;11988880002\n"
    mapping = [Mapped(0, "name"), Mapped(1, "phone")]
    assert [row[:2] for row in read_mapped(data, mapping, "none")] == [
        ("Ana", "+5511988880001"),
        ("Bia", "+5511988880002"),
    ]
    assert len(read_mapped(data, mapping)) == 1
    for nothing in ("", "\n\n"):
        with pytest.raises(UnreadableFile):
            read_mapped(nothing, mapping, "none")


@pytest.mark.parametrize(
    ("mapping", "place", "code"),
    [
        ([Mapped(0, "ignored")], None, "people_unnamed"),
        ([Mapped(3, "name")], 0, "column_unknown"),
        ([Mapped(1, "name"), Mapped(1, "tags")], 1, "column_mapped_twice"),
        ([Mapped(1, "tags"), Mapped(2, "tags")], 1, "use_taken"),
        ([Mapped(1, "field", "x"), Mapped(2, "field", "x")], 1, "field_name_taken"),
        ([Mapped(2, "field", " ")], 0, "field_unnamed"),
        ([Mapped(2, "field", "x" * 101)], 0, "field_unnamed"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping: list[Mapped], place: int | None, code: str) -> None:
    with pytest.raises(MappingInvalid) as refused:
        read_mapped("fone,nome,\n11988880001,Ana,x\n", mapping)
    assert (refused.value.place, refused.value.code) == (place, code)


_HEADERS: Final = st.lists(
    st.sampled_from(
        ["nome", "fone", "ddd", "sobrenome", "tags", "bsuid", "Phone 1 - Value", "Phone 1 - Type", "email",
         "cidade", "", "#x", "obs", "celular", "field:nome", "primeiro nome"]
    ),
    min_size=1,
    max_size=9,
)  # fmt: skip


@given(_HEADERS)
def test_what_was_guessed_can_be_said(header: list[str]) -> None:
    guessed = layout_of(header, DETAILS)
    said = [Mapped(at, use.use) for at, use in uses_of(header, guessed).items() if field_name(use.column)]
    try:
        layout = mapped(header, guessed, said)
    except MappingInvalid as refused:
        event(refused.code)
        assume(refused.code not in ("people_unnamed", "field_unnamed"))
        raise
    assert layout == replace(
        guessed, unusable=(), fields=layout.fields, details=layout.details, ignored=layout.ignored
    )
    assert dict(layout.fields) == dict(guessed.fields)
    assert dict(layout.details) == dict(guessed.details)


_USES: Final[tuple[Use, ...]] = get_args(Use)


@given(_HEADERS, st.lists(st.tuples(st.integers(0, 9), st.sampled_from(_USES)), max_size=9))
def test_each_column_has_one_use_whatever_is_said(header: list[str], said: list[tuple[int, Use]]) -> None:
    try:
        layout = mapped(header, layout_of(header, DETAILS), [Mapped(at, use) for at, use in said])
    except MappingInvalid:
        return
    uses = uses_of(header, layout)
    assert sorted(uses) == list(range(len(header)))
    assert all(uses[at].use == use for at, use in said)
