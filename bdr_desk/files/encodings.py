"""The encoding of a text file, found by content: byte order marks first, then what the bytes can and cannot be.

UTF-8, UTF-16 and UTF-32 are certain. Everything else is a guess (`encoding_guess`) and says so, so that a person can overrule it.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files.encoding_guess import guess_encoding

# What a person may choose from: codec and name.
ENCODINGS: dict[str, str] = {
    "utf-8": "Unicode (UTF-8)", "utf-16": "Unicode (UTF-16)", "cp1252": "Western European (Windows)",
    "cp850": "Western European (DOS)", "cp437": "United States (DOS)", "mac_roman": "Western European (old Mac)",
    "cp1250": "Central European (Windows)", "iso8859_2": "Central European (ISO)", "cp852": "Central European (DOS)",
    "cp1251": "Cyrillic (Windows)", "koi8_r": "Cyrillic (KOI8-R)", "cp866": "Cyrillic (DOS)",
    "mac_cyrillic": "Cyrillic (old Mac)", "mac_latin2": "Central European (old Mac)",
    "cp1253": "Greek",
    "cp1254": "Turkish", "cp1257": "Baltic", "cp932": "Japanese (Shift-JIS)", "euc_jp": "Japanese (EUC)",
    "iso2022_jp": "Japanese (JIS)", "gb18030": "Chinese, simplified", "big5": "Chinese, traditional", "cp949": "Korean",
}  # fmt: skip

_BLOCK = 1 << 18  # a line of more than two blocks holds one whole block without a line end
_HEAD = 1 << 20
_TELLING = 1 << 20  # bytes around the first that are not UTF-8, from which the encoding is guessed
# UTF-32 before UTF-16: the little-endian mark of one begins the other.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_JP = b"\x1b$"  # the escape that begins Japanese in ISO 2022, all of it ASCII
_CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\v\f\r\x1a\x1b")


@dataclass(frozen=True)
class Encoding:
    """`codec` for Python; `sure` unless guessed; `plain` when there is no NUL in the file and no line of half a million bytes."""

    codec: str
    sure: bool
    plain: bool


def find_encoding(path: Path, longest_line: int, chosen: str | None = None) -> Encoding:
    """The encoding of `path`; `chosen` overrules what would be found.

    Raises FileProblem for a binary file or one without a line end in `longest_line` characters, BadInput for an
    encoding that does not exist.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if chosen:
            return _chosen(chosen, head, file)
        if wide := _marked(head) or _utf16_without_mark(head):
            return _scanned(file, head, "utf-8-sig") if wide == "utf-8-sig" else Encoding(wide, True, False)
        _refuse_binary(path, head)
        _refuse_one_line(path, head, longest_line)
        return _scanned(file, head, "utf-8")


def _chosen(name: str, head: bytes, file: BinaryIO) -> Encoding:
    try:
        codec = codecs.lookup(name.strip())
        b"a b".decode(codec.name, "replace")
    except (LookupError, ValueError) as error:
        raise BadInput(f"There is no encoding “{name}”.", f"Use one of: {', '.join(ENCODINGS)}.") from error
    if "escape" in codec.name:
        raise BadInput(f"“{name}” is no encoding of text.", f"Use one of: {', '.join(ENCODINGS)}.")
    if "utf-16" in codec.name or "utf-32" in codec.name:
        return Encoding(codec.name, True, False)
    marked = codec.name == "utf-8" and head.startswith(codecs.BOM_UTF8)
    return Encoding("utf-8-sig" if marked else codec.name, True, _scan(file)[1])


def _scanned(file: BinaryIO, head: bytes, unicode: str) -> Encoding:
    telling, plain = _scan(file)
    if telling is None and _ISO_2022_JP not in head:
        return Encoding(unicode, True, plain)
    if telling is None:
        return Encoding("iso2022_jp", False, plain)
    return Encoding(guess_encoding(telling), False, plain)


def _scan(file: BinaryIO) -> tuple[bytes | None, bool]:
    """Bytes that tell the encoding, None when all is UTF-8; and whether the whole file is plain."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    telling: bytes | None = None
    plain = True
    while block := file.read(_BLOCK):
        plain = plain and 0 not in block and (len(block) < _BLOCK or b"\n" in block or b"\r" in block)
        if telling is not None:
            telling += block if len(telling) < _TELLING else b""
            continue
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            telling = block
    if telling is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(max(0, file.tell() - _BLOCK))
            telling = file.read()
    return telling, plain


def _marked(head: bytes) -> str | None:
    found = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if found == "utf-32" and not _decodes(head[: len(head) // 4 * 4], found):
        return "utf-16"
    return found


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(head: bytes) -> str | None:
    """Line ends, commas and digits give every list NULs: at odd places in little-endian UTF-16, at even ones in big-endian."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, fewest = max(even, odd), min(even, odd)
    if len(head) < 4 or most < 0.2 * len(head) / 2 or fewest > 0.05 * most:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if _decodes(head[: len(head) // 4 * 4 - 2], encoding) else None


def _refuse_binary(path: Path, head: bytes) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 0.02 * len(head) or head.count(0) > 0.2 * len(head):
        raise FileProblem(
            f"{path.name} is not a text file.", "Save the list as CSV (UTF-8) and import that file."
        )


def _refuse_one_line(path: Path, head: bytes, longest_line: int) -> None:
    if len(head) >= longest_line and not re.search(rb"[\r\n]", head):
        raise FileProblem(
            f"The first line of {path.name} is longer than {longest_line:,} characters, so this is not a list.",
            "Check that it is the right file, and export the list again with one contact per line.",
        )
