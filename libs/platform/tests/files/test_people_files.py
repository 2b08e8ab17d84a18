"""Files of people as spreadsheets, address books and other systems write them (docs/files.md)."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]

from atende_platform.files.people_files import PeopleFile, PersonRow, UnreadableFile, join_tags, split_tags
from atende_platform.files.spreadsheets import CsvStyle, csv_rows
from atende_platform.files.tables import MAX_COLUMNS, as_stored

CASES = Path(__file__).with_name("cases")


def read(data: bytes | str, region: str = "BR", max_rows: int = 1000) -> list[PersonRow]:
    data = data.encode() if isinstance(data, str) else data
    return list(PeopleFile(as_stored(data, max_rows)).rows(region))


def people(data: bytes | str) -> list[tuple[str | None, str | None]]:
    rows = read(data)
    assert [row.problem for row in rows if row.problem] == []
    return [(row.party.name, row.party.phone) for row in rows]


def uses(data: bytes | str) -> dict[str, str]:
    data = data.encode() if isinstance(data, str) else data
    return {use.column: use.use for use in PeopleFile(as_stored(data, 1000)).uses.values()}


def workbook(*rows: Sequence[object], title: Sequence[Sequence[object]] = ()) -> bytes:
    book = Workbook()
    for row in [*title, *rows]:
        book.active.append(list(row))
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


# --- seen in the field -----------------------------------------------------------------------


def test_windows_1252_keeps_its_signs() -> None:
    assert people((CASES / "02-excel-cp1252.csv").read_bytes()) == [
        ("D’Ávila – Padaria", "+5511955501002"),
        ("Preço € 5", "+5511955501003"),
        ("“Zé”", "+5511955501004"),
    ]


def test_a_stray_quote_costs_one_row() -> None:
    rows = read((CASES / "05-stray-opening-quote.csv").read_bytes())
    assert len(rows) == 52
    [bad] = [row for row in rows if row.problem]
    assert (bad.line, bad.problem and bad.problem.field) == (3, "file")
    assert [row.party.name for row in rows if not row.problem] == ["Ana", *(f"P{n}" for n in range(50))]


def test_google_s_contacts_are_understood() -> None:
    data = (CASES / "07-google-contacts.csv").read_bytes()
    assert people(data) == [("Joao Silva", "+5511955501018")]
    assert uses(data) == {
        "Name": "name",
        "Given Name": "name",
        "Family Name": "name",
        "Phone 1 - Type": "ignored",
        "Phone 1 - Value": "phone",
    }


def test_of_telephone_and_mobile_the_mobile_is_on_whatsapp() -> None:
    rows = read((CASES / "10-telefone-e-celular.csv").read_bytes())
    assert [(row.party.phone, row.fields) for row in rows] == [
        ("+5511955501021", {}),
        ("+5511955501022", {"telefone": "1133334444"}),
    ]


def test_two_marks_are_none() -> None:
    assert people((CASES / "13-double-bom.csv").read_bytes()) == [("Joao", "+5511955501026")]


def test_further_columns_are_fields_and_tags() -> None:
    [row] = read((CASES / "21-custom-fields-and-tags.csv").read_bytes())
    assert (row.fields, row.tags) == ({"cidade": "Recife"}, ["vip"])


# --- encodings -------------------------------------------------------------------------------

SEED = "name,phone\nJoão Silva,+5511999999999\nMaria Santos,+5511888888888\n"


@pytest.mark.parametrize(
    "data",
    [
        SEED.encode(),
        SEED.encode("utf-8-sig"),
        SEED.encode("cp1252"),
        SEED.encode("utf-16"),
        SEED.encode("utf-16-le"),
        SEED.encode("utf-16-be"),
        ("\ufeff" * 3 + SEED).encode(),
        SEED.replace(",", ";").replace("\n", "\r\n").encode(),
        SEED.replace("\n", "\r").encode(),
        SEED.replace(",", "\t").encode("utf-16"),
        SEED.replace(",", "|").encode(),
        ("sep=;\n" + SEED.replace(",", ";")).encode(),
        ("\n\n" + SEED.replace("name", " Nome ").replace("phone", "TELEFONE")).encode(),
        ("Relatório de clientes;\nGerado em 28/11/2026;;\n\n" + SEED.replace(",", ";")).encode(),
        SEED.replace("name,phone", '"Nome, completo","Fone; DDD"').encode(),
        SEED.replace("name,phone", '"Nome\ncompleto","Fone"').encode(),
        SEED.rstrip("\n").encode(),
        workbook(("nome", "telefone"), ("João Silva", "+5511999999999"), ("Maria Santos", 5511888888888)),
        workbook(("fone", "nome"), ("+5511999999999", "João Silva"), ("+5511888888888", "Maria Santos"),
                 title=[["Clientes de telefone"], []]),
    ],
)  # fmt: skip
def test_a_file_is_read_however_it_is_written(data: bytes) -> None:
    rows = read(data)
    phones = [row.party.phone for row in rows]
    assert phones == ["+5511999999999", "+5511888888888"]
    if b"Nome, completo" not in data:
        assert [row.party.name for row in rows] == ["João Silva", "Maria Santos"]


@pytest.mark.parametrize(("most", "one"), [("utf-8", "cp1252"), ("cp1252", "utf-8")])
def test_a_line_in_another_encoding_is_reported_and_the_others_are_read(most: str, one: str) -> None:
    lines = [f"João {number},1198888000{number}".encode(most) for number in range(5)]
    lines[2] = "Zélia,11988880002".encode(one)
    rows = read(b"\n".join([b"nome,telefone", *lines]))
    assert [row.party.name for row in rows if not row.problem] == ["João 0", "João 1", "João 3", "João 4"]
    [bad] = [row for row in rows if row.problem]
    assert (bad.line, bad.problem and bad.problem.field) == (4, "file")
    assert "codificação" in bad.problem.words.pt


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"a,b\n1,2\n",
        b"+5511988880001\n",
        b"phone,city\n11988880001,a\0b\n",
        b"\x89PNG\r\n\x1a\n\xff",
        b"\xd0\xcf\x11\xe0" + b"\0" * 100,
        b"PK\x03\x04" + b"x" * 100,
        b'"' + b"x" * 200_000,
        b"phone\n" + b"1\n" * 1100,
        ("phone," + ",".join(f"c{number}" for number in range(MAX_COLUMNS))).encode(),
        "telefone\n1".encode("utf-16")[:-1],
    ],
)
def test_what_is_no_table_of_people_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    assert refused.value.words.pt != refused.value.words.en


# --- quotes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ('"Bia,11955501011', 1),  # never closed
        ('Bia "Bibi" Sá,11955501011', 0),  # a quote inside a cell is a sign like any other
        ('"Bia "Bibi" Sá",11955501011', 1),  # not doubled
        ('"Bia ""Bibi"" Sá",11955501011', 0),
        ('"Bia" ,11955501011', 0),
        ('Bia,"11955501011', 1),
        ('"Bia\nde Tal",11955501011', 0),  # a cell of two lines
    ],
)
def test_a_stray_quote_never_takes_the_rows_behind_it(line: str, rows: int) -> None:
    data = f'nome,telefone\nAna,11955501010\n{line}\nCaio,11955501012\n"Davi, Jr",11955501013\n'
    read_rows = read(data)
    assert sum(row.problem is not None for row in read_rows) == rows
    names = [row.party.name for row in read_rows if not row.problem]
    assert [name for name in names if not str(name).startswith("Bia")] == ["Ana", "Caio", "Davi, Jr"]
    assert len(read_rows) == 4


def test_a_row_with_more_cells_than_the_header_is_reported() -> None:
    rows = read("telefone,nome\n11955501010,Silva, Ana\n11955501011,Bia,\n")
    assert [row.problem is not None for row in rows] == [True, False]


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=30).map(lambda text: f"N{text}"), st.integers(0, 9999)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_what_a_spreadsheet_quotes_is_read_back(named: list[tuple[str, int]], delimiter: str) -> None:
    rows = [("telefone", "obs", "cidade")] + [
        (f"+551198888{number:04}", text.replace("\0", "").replace("\r", ""), "x") for text, number in named
    ]
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    try:
        data = page.getvalue().encode()
    except UnicodeEncodeError:  # half a character, which no program writes
        return
    found = read(data)
    assert [row.party.phone for row in found] == [phone for phone, *_ in rows[1:]]
    assert [row.problem for row in found] == [None] * len(found)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(['"', ",", ";", "\n", "a", "11988887777", '""', "\r\n"]), max_size=60))
def test_every_line_belongs_to_one_row(parts: list[str]) -> None:
    """Rows come in the order of their lines; what is not empty is a row or a part of the row before."""
    data = "nome,telefone\n" + "".join(parts)
    rows = read(data)
    assert [row.line for row in rows] == sorted({row.line for row in rows})
    cells = "".join("".join(row.cells) for row in rows)
    kept = data.removeprefix("nome,telefone\n")
    for digit in "a1":
        assert cells.count(digit) == kept.count(digit)


# --- columns ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("telefone", "Telefone", "FONE", "Fone:", "Tel.", "Número", "Numero", "Nº", "Celular", "Cel."),
        *("whatsapp", "WhatsApp", "Telefone (WhatsApp)", "Celular/WhatsApp", "Nº do celular", "Teléfono"),
        *("Phone", "Phone Number", "phone_number", "Phone 1", "Mobile", "Mobile Phone", "Telemóvel", "Móvil"),
        *("Telefone 1", "Fone com DDD", "Telefone do cliente", "Contato (telefone)", "Primary Phone"),
        *("Número de telefone", "E164 phone", "phoneNumber", "mobilePhone", "Contato"),
    ],
)  # fmt: skip
def test_a_column_of_phones_is_known_by_the_names_people_give_it(name: str) -> None:
    assert people(f"nome;{name}\nAna;11988887777\n") == [("Ana", "+5511988887777")]


@pytest.mark.parametrize(
    "name", ["Número do pedido", "Número da casa", "Tipo de telefone", "Phone Type", "Nota"]
)
def test_other_columns_are_not_taken_for_phones(name: str) -> None:
    [row] = read(f"{name};telefone\n123;11988887777\n")
    assert (row.party.phone, row.fields) == ("+5511988887777", {name: "123"})


def test_a_further_column_may_have_any_name_that_is_marked_as_one() -> None:
    [row] = read("telefone;field:celular;field:#a;#b\n11988887777;x;y;z\n")
    assert (row.party.phone, row.fields) == ("+5511988887777", {"celular": "x", "#a": "y"})


def test_google_s_second_phone_is_the_mobile_and_its_labels_are_tags() -> None:
    data = (
        "First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        'Ana,Souza,* myContacts ::: Clientes ::: vip,Home,(11) 3333-4444,Mobile,"(11) 98888-7777"\n'
        'Bia,,* myContacts,Mobile,"(11) 3333-4444 ::: (11) 98888-6666",,\n'
    )
    rows = read(data)
    assert [(row.party.name, row.party.phone, row.tags) for row in rows] == [
        ("Ana Souza", "+5511988887777", ["Clientes", "vip"]),
        ("Bia", "+5511988886666", []),
    ]
    assert rows[0].fields == {"Phone 1 - Value": "(11) 3333-4444"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("First Name,Last Name,Mobile Phone,Home Phone", "Ana,Souza,11988887777,1133334444"),
        ("Nome,Sobrenome,Telefone celular,Telefone residencial", "Ana,Souza,11988887777,1133334444"),
        ("Nome,Sobrenome,Telefone comercial,Celular", "Ana Souza,Souza,1133334444,11988887777"),
        ("Nome completo,Fone fixo,WhatsApp,Celular", "Ana Souza,1133334444,11988887777,11977776666"),
    ],
)
def test_outlook_s_columns_and_others(header: str, row: str) -> None:
    assert people(f"{header}\n{row}\n") == [("Ana Souza", "+5511988887777")]


def test_an_area_code_may_have_a_column_of_its_own() -> None:
    rows = read("nome;DDD;telefone\nAna;11;98888-7777\nBia;;98888-7777\nCaio;21;(11) 98888-6666\n")
    assert [row.party.phone for row in rows] == ["+5511988887777", None, "+5511988886666"]
    assert rows[1].problem is not None
    assert "area code" in rows[1].problem.words.en


def test_a_mobile_that_cannot_be_read_is_no_reason_to_take_the_landline() -> None:
    [row] = read("telefone;celular\n1133334444;988887777\n")
    assert row.problem is not None
    assert row.problem.field == "phone"


def test_a_person_without_a_phone_is_known_by_the_user_id() -> None:
    rows = read("name,phone,bsuid\nAna,,BR.1A2B\nBia,,\nCaio,,não é\n")
    assert rows[0].identity == "bsuid:BR.1A2B"
    assert [row.problem and row.problem.field for row in rows] == [None, "phone", "userId"]


def test_what_is_not_used_is_said() -> None:
    data = f"telefone,cidade,cidade,{'x' * 101},,#problema\n11988887777,a,b,c,,e\n"
    assert uses(data) == {
        "telefone": "phone",
        "cidade": "ignored",
        "x" * 101: "ignored",
        "(5)": "ignored",
        "#problema": "ignored",
    }
    said = [use.use for use in PeopleFile(data.encode()).uses.values()]
    assert said == ["phone", "field", "ignored", "ignored", "ignored", "ignored"]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("vip", ["vip"]),
        ("vip, novo", ["vip", "novo"]),
        ("vip;novo", ["vip", "novo"]),
        ("vip | novo", ["vip", "novo"]),
        ('"a, b", c', ["a, b", "c"]),
        ("* myContacts ::: vip", ["vip"]),
        ("", []),
    ],
)
def test_tags_are_told_apart(cell: str, tags: list[str]) -> None:
    assert split_tags(cell) == tags


_TAG = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=10)


@given(st.lists(_TAG, max_size=5, unique=True))
def test_tags_are_written_as_they_are_read(tags: list[str]) -> None:
    assert split_tags(join_tags(tags)) == tags


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (f"{'x' * 201};11988887777;;", "name"),
        (f"Ana;11988887777;{'x' * 1001};", "cidade"),
        (f"Ana;11988887777;;{'x' * 51}", "tags"),
        ("Ana;11988887777;;" + ",".join(f"t{number}" for number in range(51)), "tags"),
    ],
)
def test_cells_have_bounds(row: str, where: str) -> None:
    [found] = read(f"nome;telefone;cidade;tags\n{row}\n")
    assert found.problem is not None
    assert found.problem.field == where


_CELL = st.lists(st.sampled_from([*"=+-@;,\t\n\"' ", "＝", "a", "1+1", "cmd|"]), max_size=12).map("".join)


@example([",,\n,,"], CsvStyle())
@example(["\na,,\n", "b,c,1"], CsvStyle())
@example([" '\t", " ' '\n", "' \t"], CsvStyle())
@given(st.lists(_CELL, min_size=1, max_size=4), st.sampled_from([CsvStyle(), CsvStyle(";", ",", mark=True)]))
def test_what_we_write_is_read_unchanged(values: list[str], style: CsvStyle) -> None:
    rows = [("phone", "obs", "one more"), *(("+5511988887777", value, "x") for value in values)]
    data = csv_rows(rows, style, first=True).encode()
    read_values = [row.fields.get("obs", "") for row in read(data)]
    assert read_values == [value.strip() for value in values]


# --- workbooks -------------------------------------------------------------------------------


def test_a_workbook_is_read_by_its_values() -> None:
    data = workbook(
        ("Nome", "Celular", "Valor", "Desde", "Ativo", "Obs"),
        ("Ana", 11988887777, 12.5, date(2026, 11, 28), True, "duas\nlinhas"),
        ("Bia", 11988887777.5, None, None, None, None),
        ("Caio", "988887777", None, None, None, None),
    )
    rows = read(data)
    assert rows[0].party.phone == "+5511988887777"
    assert rows[0].fields == {
        "Valor": "12.5", "Desde": "2026-11-28", "Ativo": "TRUE", "Obs": "duas\nlinhas"
    }  # fmt: skip
    assert [row.problem and row.problem.field for row in rows] == [None, "phone", "phone"]
    assert [row.line for row in rows] == [2, 3, 4]


def _archive(**parts: bytes) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return page.getvalue()


def _with_sheet(xml: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook(("telefone",), ("11988887777",))))
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            archive.writestr(part.filename, xml if is_sheet else source.read(part))
    return page.getvalue()


BOMB = _archive(
    **{"xl/workbook.xml": b"x", **{f"xl/bomb{number}.xml": b" " * (14 * 1024 * 1024) for number in range(7)}}
)
_NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "data",
    [
        _archive(**{"xl/workbook.xml": b"x"}),
        _archive(**{"content.xml": b"<office/>"}),
        BOMB,
        _archive(**{"xl/workbook.xml": b"x", "xl/sharedStrings.xml": b" " * (33 * 1024 * 1024)}),
        _with_sheet(
            b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet xmlns="'
            + _NAMESPACE
            + b'"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData>'
            + b"</worksheet>"
        ),
        workbook(("telefone",), *[("11988887777",)] * 1100),
        workbook(("telefone", *["c"] * MAX_COLUMNS)),
    ],
    ids=["no workbook", "OpenDocument", "bomb", "texts", "entities", "rows", "columns"],
)
def test_a_workbook_has_bounds(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_sheet_s_dimensions_are_not_believed() -> None:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = row % (1, 1, b"telefone") + row % (40_000, 40_000, b"11988887777")
    sheet = b'<worksheet xmlns="%s"><dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
    [found] = read(_with_sheet(sheet % (_NAMESPACE, rows)))
    assert (found.party.phone, found.line) == ("+5511988887777", 40_000)


def test_a_large_file_is_read_in_little_memory() -> None:
    data = ("nome;telefone\n" + "Ana;11988887777\n" * 2_000).encode()
    tracemalloc.start()
    try:
        assert sum(1 for _ in PeopleFile(as_stored(data, 50_000)).rows("BR")) == 2_000
        assert tracemalloc.get_traced_memory()[1] < 10 * len(data)
    finally:
        tracemalloc.stop()
