"""Which encoding a text without a mark was written in, guessed from the letters each reading gives.

Every candidate is tried on the lines that hold other bytes than ASCII. A reading fits by the share of its letters that one
language uses, where a capital does not follow a small letter and no sign stands inside a word ("M³ller", "MŽller"); East
Asian readings fit by the share of common characters. Ties go to the encoding that lists more often come in.

Measured against charset-normalizer 3.5 on lists of names in fourteen languages (tests/files/samples_of_encodings.py): on a few
rows of names it reads French, Spanish, English, Polish and Czech with wrong letters, and Western European lists are most of
what comes.
"""

import re
from collections.abc import Iterator

_SAMPLE = 16_384  # bytes of lines that tell
_ENOUGH = 0.75  # below, no reading is better than the usual one
_MARGIN = 0.015  # by which a rarer encoding must fit better than a usual one
_MIXED = 0.95  # weight of letters that no single language has together
_TYPOGRAPHY = frozenset("’‘“”„‚–—…•·€£§©®™°«»‹›ºª½¼¾²³\u00a0×´№")

_GERMAN, _FRENCH = "äöüßÄÖÜ", "éèêëàâçîïôùûüœæÿÉÈÊËÀÂÇÎÏÔÙÛŒ"
_SPANISH, _PORTUGUESE = "áéíóúñüÁÉÍÓÚÑÜ¿¡çÇàèòï", "ãõçáéíóúâêôàÃÕÇÁÉÍÓÚÂÊÔÀ"
_ITALIAN, _NORDIC = "àèéìòùÀÈÉÌÒÙ", "åäöæøéÅÄÖÆØÉüÜ"
_ICELANDIC = "áéíóúýþæöðÁÉÍÓÚÝÞÆÖÐ"
_WEST = (_GERMAN, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _NORDIC, _ICELANDIC)
_MIX = "".join((_GERMAN, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _NORDIC))
_CENTRAL = (
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽäĺľôŕĽĹŔÄÔ",
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "čćđšžČĆĐŠŽ",
    "ăâîşţĂÂÎŞŢ",
)
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁіїєґІЇЄҐ"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
_TURKISH = "çğıöşüâîÇĞİÖŞÜ"
_BALTIC = ("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "äõöüšžÄÕÖÜŠŽ")

_TWO_SCRIPTS = re.compile(r"[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]")  # never within one word

# The usual ones first.
_ALPHABETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", _WEST), ("cp1250", _CENTRAL), ("cp1251", (_RUSSIAN,)), ("cp1253", (_GREEK,)), ("cp1254", (_TURKISH,)),
    ("cp850", _WEST), ("cp437", _WEST), ("mac_roman", _WEST), ("iso8859_2", _CENTRAL), ("koi8_r", (_RUSSIAN,)),
    ("cp866", (_RUSSIAN,)), ("mac_cyrillic", (_RUSSIAN,)), ("cp852", _CENTRAL), ("mac_latin2", _CENTRAL),
    ("cp1257", _BALTIC),
)  # fmt: skip
_MIXING = frozenset(("cp1252", "cp850", "mac_roman"))
_EAST_ASIAN = ("cp932", "euc_jp", "cp949", "gb18030", "big5")


def guess_encoding(data: bytes) -> str:
    """The codec that reads `data` best: text that is not UTF-8, from which lines with other bytes than ASCII are judged."""
    sample = _telling_lines(data)
    best, fit = "cp1252", 0.0
    for encoding, found in _fits(sample):
        if found > fit + (_MARGIN if fit else 0):
            best, fit = encoding, found
    return best if fit >= _ENOUGH else "cp1252"


def _telling_lines(data: bytes) -> bytes:
    """Lines with a byte beyond ASCII, as far as there is room; of several, not the outer ones, which may be cut off."""
    telling = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    lines: list[bytes] = []
    room = _SAMPLE
    for line in telling[1:-1] if len(telling) > 4 else telling:
        if room > 0:
            lines.append(line[:room])
            room -= len(line)
    return b"".join(lines)


def _fits(sample: bytes) -> Iterator[tuple[str, float]]:
    for encoding in _EAST_ASIAN:
        yield encoding, _east_asian_fit(sample, encoding)
    for encoding, alphabets in _ALPHABETS:
        text = sample.decode(encoding, errors="replace")
        fit = max(_fit(text, frozenset(alphabet)) for alphabet in alphabets)
        if alphabets[0] in (_RUSSIAN, _GREEK):
            fit -= len(_TWO_SCRIPTS.findall(text)) / max(1, sum(c > "\x7f" for c in text))
        if encoding in _MIXING:
            fit = max(fit, _MIXED * _fit(text, frozenset(_MIX)))
        yield encoding, fit


def _fit(text: str, alphabet: frozenset[str]) -> float:
    """The share of `text`'s characters beyond ASCII that are letters of `alphabet` where such letters stand."""
    score = count = 0
    before = " "
    for c in text:
        if c > "\x7f":
            count += 1
            if c in alphabet:
                score += not (before.islower() and c.isupper())
            elif c in _TYPOGRAPHY:
                score += not before.isalpha() or c in "’´®™ºª\u00a0–—”“…»"
        elif before > "\x7f" and c.isupper() and before.islower():
            score -= 1
        before = c
    return score / count if count else 0.0


def _east_asian_fit(sample: bytes, encoding: str) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    signs = [c for c in text if c > "\x7f"]
    kana = sum("\u3041" <= c <= "\u30fe" for c in signs)
    if encoding in ("cp932", "euc_jp") and kana <= 0.1 * len(signs):
        return 0.0
    return sum(_is_common(c, encoding) for c in signs) / len(signs)


_STANDARD = {  # the standard's own codec, and its rows (first bytes) of common characters
    "cp932": ("euc_jp", 0xB0, 0xCF),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "cp949": ("euc_kr", 0xB0, 0xC8),
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5": ("big5", 0xA4, 0xC6),
}


def _is_common(sign: str, encoding: str) -> bool:
    """Kana, full-width signs, and what the standard keeps in its rows of common characters."""
    if "\u3000" <= sign <= "\u30ff" or "\uff00" <= sign <= "\uff60":
        return True
    codec, first, last = _STANDARD[encoding]
    return first <= sign.encode(codec, errors="replace")[0] <= last
