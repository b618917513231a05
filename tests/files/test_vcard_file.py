"""Address cards: every card a row, its numbers, names and addresses as the program that wrote it meant them."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.domain.phone import parse_all
from bdr_desk.files.list_file import open_list
from bdr_desk.files.vcard_lines import components

CARDS = Path(__file__).parents[3] / "shared" / "data" / "lists"
AGENTS = {"calcard_006.vcf": 1, "calcard_008.vcf": 1, "calcard_048.vcf": 1, "icaljs_vcard3.vcf": 1}
UNCOUNTED = {"ezvcard_rfc2426-example.vcf": 2}  # begins with "BEGIN:vCard"


def card(*lines: str, version: str = "4.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read(path: Path, content: str | bytes) -> list[dict[str, str]]:
    """The filled cells of every row."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = open_list(path)
    assert file.kind == "vCard"
    assert file.header
    found = list(file.rows())
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert all(len(cells) == file.width for _, cells in found)
    return [{h: c for h, c in zip(file.header, cells, strict=True) if c} for _, cells in found]


def one(tmp_path: Path, *lines: str, version: str = "4.0") -> dict[str, str]:
    (cells,) = read(tmp_path / "x.vcf", card(*lines, version=version))
    return cells


def test_a_card_of_version_4(tmp_path: Path) -> None:
    assert one(
        tmp_path,
        "FN:Dr. Ann Lee", "N:Lee;Ann;Mary;Dr.;", "ORG:Harbour Mills\\, Inc.;Sales;North", "TITLE:Head of\\nSales",
        'TEL;VALUE=uri;TYPE="voice,work";PREF=1:tel:+1-617-555-0142;ext=12', "TEL;TYPE=cell:+16175550143",
        "EMAIL;TYPE=home:ann@home.example", "EMAIL;TYPE=work:ann@harbour.example", "URL:https://harbour.example",
        "ADR;TYPE=work:PO 5;;1 Main St;Boston;MA;02110;USA", "NOTE:Likes \\; and \\\\", "CATEGORIES:VIP,Fair",
        "REV:20260314T101112Z",
    ) == {
        "Company": "Harbour Mills, Inc.", "Department": "Sales, North", "Full name": "Dr. Ann Lee", "First name": "Ann",
        "Last name": "Lee", "Job title": "Head of\nSales", "Work phone": "+1-617-555-0142 ext. 12",
        "Mobile phone": "+16175550143", "E-mail": "ann@harbour.example; ann@home.example",
        "Website": "https://harbour.example", "Street": "PO 5, 1 Main St", "City": "Boston", "State": "MA",
        "Postal code": "02110", "Country": "USA", "Note": "Likes ; and \\", "Categories": "VIP, Fair",
        "Updated": "2026-03-14",
    }  # fmt: skip


def test_a_card_of_version_2_1(tmp_path: Path) -> None:
    text = card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=FCrgen",
        "ORG;CHARSET=UTF-8;QUOTED-PRINTABLE:M=C3=B6bel =\r\nHaus",
        "TEL;WORK;VOICE:+49 1522 8817386",
        "TEL;WORK;FAX:+49 1522 8817387",
        "TEL;PAGER:+49 1522 8817388",
        "NOTE:folded where a\r\n  blank stands",
        "PHOTO;JPEG;BASE64:\r\n /9j/4AAQTEL;CELL:1\r\n AAAA\r\n",
        "EMAIL;INTERNET:j@moebel.example",
        version="2.1",
    )
    assert read(tmp_path / "x.vcf", text) == [
        {
            "Company": "Möbel Haus", "Full name": "Jürgen Müller", "First name": "Jürgen", "Last name": "Müller",
            "Work phone": "+49 1522 8817386", "E-mail": "j@moebel.example", "Note": "folded where a blank stands",
        }
    ]  # fmt: skip


def test_charsets_of_single_values_in_bytes(tmp_path: Path) -> None:
    content = (
        b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=windows-1251:" + "Иван Петров".encode("cp1251")
        + b"\nORG;CHARSET=SHIFT_JIS:" + "表示さくら".encode("cp932") + b"\nTITLE:" + "Händler".encode("cp1252")
        + b"\nEND:VCARD\n"
    )  # fmt: skip
    (cells,) = read(tmp_path / "x.vcf", content)
    assert (cells["Full name"], cells["Company"]) == ("Иван Петров", "表示さくら")
    assert cells["Job title"] != ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode(tmp_path: Path, encoding: str) -> None:
    content = card(
        "FN:Łukasz Żółw", "TEL:+16175550142", "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=B6"
    ).encode(encoding)
    (cells,) = read(tmp_path / "x.vcf", content)
    assert cells == {"Full name": "Łukasz Żółw", "Work phone": "+16175550142", "Note": "ö"}


def test_a_letter_folded_in_two(tmp_path: Path) -> None:
    whole = card("FN:Jürgen").encode()
    cut = whole.index("ü".encode()) + 1
    assert read(tmp_path / "x.vcf", whole[:cut] + b"\r\n " + whole[cut:]) == [{"Full name": "Jürgen"}]


def test_kinds_of_numbers(tmp_path: Path) -> None:
    assert one(
        tmp_path,
        "item1.TEL:+16175550140", "item1.X-ABLabel:_$!<Main>!$_", "item2.TEL:+16175550141",
        "item2.X-ABLabel:_$!<HomeFAX>!$_", "TEL;TYPE=HOME,CELL:+16175550142", "TEL;TYPE=home:+16175550143",
        "TEL;TYPE=work,pref:+16175550145", "TEL;TYPE=work:+16175550144", "TEL;TYPE=work:+16175550144", "TEL:",
        version="3.0",
    ) == {
        "Switchboard": "+16175550140", "Mobile phone": "+16175550142", "Home phone": "+16175550143",
        "Work phone": "+16175550145 / +16175550144",
    }  # fmt: skip


def test_several_numbers_in_a_cell_are_read_again(tmp_path: Path) -> None:
    cells = one(
        tmp_path, "TEL;VALUE=uri:tel:+1-617-555-0142;ext=12", "TEL:+44 20 7946 0958", "TEL:(212) 555-0143"
    )
    read_again = [(number.e164, number.extension) for number in parse_all(cells["Work phone"], "US")]
    assert read_again == [("+16175550142", "12"), ("+442079460958", ""), ("+12125550143", "")]


def test_the_card_of_a_company_holds_no_person(tmp_path: Path) -> None:
    assert one(tmp_path, "KIND:org", "FN:Harbour Mills") == {"Company": "Harbour Mills"}
    assert one(tmp_path, "X-ABShowAs:COMPANY", "FN:Elm", "ORG:Elm;", version="3.0") == {"Company": "Elm"}


def test_parameters_in_quotes_and_carets(tmp_path: Path) -> None:
    cells = one(
        tmp_path,
        'ADR;LABEL="1 Main St: Boston;^nUSA^\'";TYPE=work:;;1 Main St;Boston;;;',
        'TEL;X="a;b:c";TYPE=cell:+1',
    )
    assert cells == {"Street": "1 Main St", "City": "Boston", "Mobile phone": "+1"}


def test_cards_without_end_agents_and_empty_ones(tmp_path: Path) -> None:
    text = (
        "\r\n\r\nBEGIN:VCARD\nFN:Ann\n\nBEGIN:vCard\nFN:Ben\nAGENT:\nBEGIN:VCARD\nFN:Not Ben\nEND:VCARD\nTITLE:Buyer\nEND:VCARD\n"
        "noise\nBEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\nBEGIN:VCARD\nFN:Last"
    )
    assert [list(cells.values()) for cells in read(tmp_path / "x.vcf", text)] == [
        ["Ann"], ["Ben", "Buyer"], [], ["All"], ["Last"],
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    assert read(tmp_path / "x.vcf", card("FN:Ann", "NOTE:a\r\n b").replace("\r\n", end)) == [
        {"Full name": "Ann", "Note": "ab"}
    ]


def test_hostile_heads_take_no_time(tmp_path: Path) -> None:
    """Each would take hours if the time grew with the square of the length."""
    lines = (
        'TEL;X="' + ":" * 900_000,
        "TEL" + ";" * 900_000 + ":1",
        'ADR;X="' + ";" * 50_000 + '":;;a',
        "FN:Ann",
    )
    assert one(tmp_path, *lines) == {"Full name": "Ann"}


def test_a_photo_in_one_long_line_is_not_read(tmp_path: Path) -> None:
    text = card("PHOTO;ENCODING=b:" + "A" * 3_000_000, "NOTE:" + "n" * 300_000, "FN:Ann")
    (cells,) = read(tmp_path / "x.vcf", text)
    assert cells["Full name"] == "Ann"
    assert len(cells["Note"]) <= 100_000


@given(st.lists(st.text(st.sampled_from('ab ;,:\\\n"ö'), max_size=8).map(str.strip), min_size=1, max_size=5))
def test_components_are_what_was_escaped(parts: list[str]) -> None:
    escaped = [
        part.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        for part in parts
    ]
    assert components(";".join(escaped)) == parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    names=st.lists(
        st.text(st.sampled_from("abc äöŁж;,\\\"'=^:"), min_size=1, max_size=90), min_size=1, max_size=4
    ),
    fold=st.integers(5, 75),
)
def test_what_was_written_is_read(tmp_path: Path, names: list[str], fold: int) -> None:
    def folded(line: str) -> str:
        return "\r\n ".join(line[i : i + fold] for i in range(0, len(line), fold))

    escaped = [name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for name in names]
    found = read(tmp_path / "x.vcf", "".join(card(folded(f"ORG:{name}")) for name in escaped))
    assert [cells.get("Company", "") for cells in found] == [name.strip() for name in names]


@pytest.mark.skipif(not CARDS.exists(), reason="the collected files are not here")
def test_every_collected_card_is_a_row() -> None:
    with (CARDS / "MANIFEST.tsv").open(encoding="utf-8", errors="replace") as manifest:
        for file in csv.DictReader(manifest, delimiter="\t"):
            name = file["file"].removeprefix("vcards/")
            if name != file["file"]:
                expected = UNCOUNTED.get(name, int(file["rows"]) - AGENTS.get(name, 0))
                found = list(open_list(CARDS / file["file"]).rows())
                assert len(found) == expected, name
                assert all(any(cells) for _, cells in found), name
