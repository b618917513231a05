"""Small valid lists of every kind, and what can happen to their bytes."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from tests.files.sheets import DATE, ods, ods_text, ods_value, xlsx

HEADER = ["Company", "Contact", "Work Phone", "E-mail"]
ROWS = [
    ["Harbour Mills, Inc.", "Ann Lee", "+16175550142", "ann@harbour.example"],
    ['Elm "The" Clinic', "Jürgen Weiß", "(617) 555-0143", "ben@elm.example"],
    ["Two\nLines", "Cy Poe", "617 555 0144", ""],
]
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lee;Ann;;;\r\nFN:Ann Lee\r\nORG:Harbour\\, Mills;Sales\r\n"
    'TEL;TYPE="work,voice":+16175550142\r\nitem1.TEL:+16175550143\r\nitem1.X-ABLabel:_$!<Main>!$_\r\n'
    "EMAIL;PREF=1:ann@harbour.example\r\nNOTE:one\r\n  two\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen =\r\nWei=DF\r\n"
    "TEL;CELL:+16175550144\r\nPHOTO;BASE64:\r\n AAAA\r\n\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:X\r\nEND:VCARD\r\nEND:VCARD\r\n"
)


def csv_bytes(delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    import csv
    from io import StringIO

    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *ROWS])
    return text.getvalue().encode(encoding)


def packed(write: Callable[[Path], object]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        write(path)
        return path.read_bytes()


def seeds() -> dict[str, bytes]:
    old = Path(__file__).parents[1] / "data" / "lists" / "visitors.xls"
    cells = [*ROWS, [1.5, True, (46023, DATE), "#N/A"]]
    return {
        "csv": csv_bytes(),
        "tsv": csv_bytes("\t", "utf-16"),
        "old csv": csv_bytes(";", "cp1252"),
        "vcf": CARDS.encode(),
        "wide vcf": CARDS.encode("utf-16"),
        "xlsx": packed(lambda path: xlsx(path, {"S": [HEADER, *cells], "Other": [["x"]]})),
        "ods": packed(
            lambda path: ods(
                path, {"S": [ods_text(*row) for row in ROWS] + [ods_value("float", "value", "1")]}
            )
        ),
        "xls": old.read_bytes(),
    }


Change = tuple[str, float, bytes, int]  # what, where (share of the file), with what, over how many bytes
_TELLING = (
    b"\0",
    b'"',
    b",",
    b"\r\n",
    b"=",
    b";",
    b":",
    b"\xff",
    b"\x80",
    b"<",
    b"BEGIN:VCARD\r\n",
    b"99999999",
    b"\x00\x00\x00\x80",
)
changes = st.lists(
    st.tuples(
        st.sampled_from(("put", "insert", "cut", "twice", "end")),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(_TELLING) | st.binary(min_size=1, max_size=6),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=8,
)


def changed(data: bytes, asked: Sequence[Change]) -> bytes:
    for what, share, new, length in asked:
        at = int(share * len(data))
        match what:
            case "put":
                data = data[:at] + new + data[at + len(new) :]
            case "insert":
                data = data[:at] + new + data[at:]
            case "cut":
                data = data[:at] + data[at + length :]
            case "twice":
                data = data[:at] + data[at : at + length] * 3 + data[at + length :]
            case "end":
                data = data[: max(at, len(data) - length)]
    return data


def changed_inside(data: bytes, asked: Sequence[Change]) -> bytes:
    """A packed file that stays whole, with changes in the part that holds the cells."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            cells = part.filename in ("content.xml", "xl/worksheets/sheet1.xml")
            new.writestr(part.filename, changed(content, asked) if cells else content)
    return out.getvalue()
