"""How one gets through an account's phone tree: the keys to press, an extension, a name to spell.

Keys are kept as phones write them after a number: digits, * and #, a comma for a short pause, a semicolon for a wait until
somebody presses on. RFC 3966 knows such post-dial digits no more (RFC 2806 §2.2 did, as `;postd=`): they are shown to be
pressed, never put into a link.
"""

import re
import unicodedata
from typing import NamedTuple

from bdr_desk.errors import BadInput

MOST_KEYS = 32
MOST_EXTENSION = 11  # digits; private exchanges have up to seven, some gateways more
PAUSE, WAIT = ",", ";"
_WORDS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "star": "*", "asterisk": "*", "hash": "#", "pound": "#", "pause": PAUSE, "p": PAUSE, "wait": WAIT, "w": WAIT,
    "press": "", "then": " ", "and": " ", "key": "", "keys": "",
}  # fmt: skip
_TOKEN = re.compile(r"[0-9]|[*#,;]|[pw](?![a-z])|[pw](?=[pw]+(?![a-z]))|[a-z]+|[\s.\-/>→+]+")
_GROUPS = re.compile(r"[0-9*#]+|[ ,;]+")
_KEPT = re.compile(r"[0-9*#]+|,+|;")
_EXTENSION = re.compile(
    r"(?:;?ext(?:ension)?[.:=]?|x|durchwahl|poste|int\.?)?\s*([0-9][0-9\s.\-]*)", re.IGNORECASE
)
# The letters on the keys of a telephone: ITU-T E.161 §2.
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))


class Way(NamedTuple):
    """What is pressed and said after the number is dialled; `keys` as `read_keys` gives them."""

    keys: str = ""
    extension: str = ""
    dial_by_name: bool = False

    def __repr__(self) -> str:  # an extension is somebody's own
        return "<Way>"


def read_keys(text: str) -> str:
    """What to press as it was typed or said ("2,,4", "press 2, then 4", "two wait 4") as keys and pauses. Raises BadInput."""
    said = _spelt_out(text.lower())
    groups = _GROUPS.findall(said)
    keys = "".join(group if group[0] in "0123456789*#" else _gap(group) for group in groups).strip(
        f"{PAUSE}{WAIT}"
    )
    if len(keys) > MOST_KEYS:
        raise BadInput(
            f"That is more than {MOST_KEYS} keys.", "Note the first ones; the rest goes into the note."
        )
    return keys


def _spelt_out(text: str) -> str:
    """Words become keys; what is neither key nor pause is refused."""
    out, at = "", 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        word = found[0] if found else text[at]
        if found is None or (word.isalpha() and word not in _WORDS):
            raise BadInput(
                f"“{text.strip()}” is nothing one can press.",
                "Write the keys in their order, like 2,,4 or “2, then 0”; a comma is a pause.",
            )
        out += _WORDS.get(word, word if word in "0123456789*#,;" else " ")
        at = found.end()
    return out


def _gap(between: str) -> str:
    """What stands between two keys: a wait, the pauses that were typed, or one pause."""
    return WAIT if WAIT in between else PAUSE * max(1, between.count(PAUSE))


def read_extension(text: str) -> str:
    """The digits of an extension ("ext. 118", "x 1-18"), empty when nothing was typed. Raises BadInput."""
    if not text.strip():
        return ""
    found = _EXTENSION.fullmatch(text.strip())
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not digits.isascii() or not 0 < len(digits) <= MOST_EXTENSION:
        raise BadInput(f"“{text.strip()}” is not an extension.", "It is a few digits, like 118.")
    return digits


def keys_say(keys: str) -> str:
    """Keys as one presses them: "2, then 4". How long a pause is matters to no hand; a wait does."""
    told = {PAUSE: ", then ", WAIT: ", wait, then "}
    return "".join(told.get(group[0], group) for group in _KEPT.findall(keys))


def spelt(name: str) -> str:
    """The family name as a directory wants it, in the letters of a telephone's keys: "LEE" of "Raj Lee"."""
    words = unicodedata.normalize("NFKD", name).replace("ß", "ss").upper().split()
    return "".join(c for c in words[-1] if c in _LETTERS) if words else ""


def on_keys(word: str) -> str:
    """`word` (capitals) as the keys its letters stand on, ITU-T E.161 §2: "533" of "LEE"."""
    return "".join(_LETTERS.get(letter, "") for letter in word)


def way_says(way: Way, name: str = "") -> tuple[str, ...]:
    """What to do after dialling, in the order it is done: ("press 2, then 4", "ext. 118", "dial by name: LEE (533)")."""
    press = f"press {keys_say(way.keys)}" if way.keys else ""
    extension = f"ext. {way.extension}" if way.extension else ""
    return tuple(part for part in (press, extension, _by_name(name) if way.dial_by_name else "") if part)


def _by_name(name: str) -> str:
    word = spelt(name)
    return f"dial by name: {word} ({on_keys(word)})" if word else "dial by name"


class RouteText(NamedTuple):
    """A way through a phone tree as it is typed: each part in its own field."""

    number: str = ""
    keys: str = ""
    extension: str = ""
    dial_by_name: bool = False
    gatekeeper: str = ""
    note: str = ""

    def __repr__(self) -> str:  # it names people
        return "<RouteText>"
