"""The encoding of a text file, found by content: byte order marks first, then what the bytes can and cannot be.

UTF-8, UTF-16 and UTF-32 are certain. Shift-JIS is taken only where kana prove it; what is left is cp1252, in which
nearly every byte is some letter. Other single-byte encodings (ISO 8859-2, KOI8 ...) would be read with wrong letters.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from bdr_desk.errors import FileProblem

_BLOCK = 1 << 20
# UTF-32 before UTF-16: the little-endian mark of one begins the other.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\v\f\r\x1a\x1b")


def find_encoding(path: Path, longest_line: int) -> str:
    """A codec name for `path`. Raises FileProblem for a binary file or one without a line end in `longest_line` characters."""
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        if marked := _marked(head):
            return marked
        if wide := _utf16_without_mark(head):
            return wide
        _refuse_binary(path, head)
        _refuse_one_line(path, head, longest_line)
        file.seek(0)
        bad = _first_not_utf8(iter(lambda: file.read(_BLOCK), b""))
        if bad is None:
            return "utf-8"
        return "cp932" if _is_shift_jis(bad) else "cp1252"


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


def _first_not_utf8(blocks: Iterator[bytes]) -> bytes | None:
    """The first block that is not UTF-8; None when all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = b""
    for block in blocks:
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            return block
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return block
    return None


def _is_shift_jis(block: bytes) -> bool:
    """Whether `block` reads as Shift-JIS (cp932) with a good part of kana, which Western text never gives."""
    try:
        text = codecs.getincrementaldecoder("cp932")().decode(block)
    except UnicodeDecodeError:
        return False
    letters = [c for c in text if ord(c) > 127]
    kana = sum("\u3041" <= c <= "\u30fe" for c in letters)
    return kana > 0.1 * len(letters) and not any("\ue000" <= c <= "\uf8ff" for c in letters)
