"""What is wrong with a person's name. Real names are never thrown away: what somebody may bear is a warning at most."""

import re
import unicodedata
from functools import lru_cache

from bdr_desk.domain.hygiene import stand_ins
from bdr_desk.domain.hygiene.first_look import first_look, triggers
from bdr_desk.domain.hygiene.shapes import misplaced
from bdr_desk.domain.hygiene.tables import folded_entries, folded_words, words
from bdr_desk.domain.matching import fold

_TITLES = words(
    """
    mr mrs ms miss mx dr prof sir dame lord lady captain capt herr frau hr fr m mme mlle monsieur madame sr sra
    srta señor signor signora dott pan pani ing dipl san sig jr
    """
)
_ORDINAL = re.compile(r"\b(1st|2nd|3rd|[4-9]th)\b")
_ROWS = tuple(
    fold(row)
    for row in (
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm", "йцукенгшщзхъ",
        "фывапролджэ", "ячсмитьбю",
    )
)  # fmt: skip
_RUNS = " ".join((*_ROWS, *(row[::-1] for row in _ROWS), "abcdefghijklmnopqrstuvwxyz"))
_HOME_KEYS = frozenset("sdfghjkl")  # words of these alone are no names in any language
_NAMES_THAT_RUN = frozenset(("wert", "trew", "reza", "azer", "treza", "смит", "тимс"))  # people are called so
_NO_CALL = re.compile(
    r"(?:^|.*\b)(?:do not (?:call|contact|phone|ring)|dont call|dnc|ne (?:pas|plus) (?:appeler|contacter|rappeler)"
    r"|(?:nicht|nie) (?:mehr |wieder )?(?:anrufen|kontaktieren)|no (?:volver a )?(?:llamar|contactar)|non (?:chiamare|contattare)"
    r"|niet (?:meer )?bellen|nie dzwonic|nao (?:ligar|contatar)|не звонить)"
    r"(?!\w)(?!.{0,20}? (?:before|after|until|till|on|between|from|during|vor|nach|zwischen|avant|apres|antes|despues"
    r"|prima|dopo|до|после|voor)\b)"
)


_ASKS = folded_words(
    """
    call contact phone ring dnc appeler contacter rappeler anrufen kontaktieren llamar contactar chiamare
    contattare bellen dzwonic ligar contatar звонить
    """
)
_LEGAL_FORMS = words(
    """
    inc llc ltd limited gmbh corp corporation plc sarl srl bv mbh kg llp
    """
)


def names(table: str) -> frozenset[str]:
    """The keys of a table of names."""
    return frozenset(map(_key, folded_entries(table)))


def _key(folded: str) -> str:
    """The words in any order; scripts that part no words are written without any."""
    if folded.isascii() or not _unparted(folded):
        return " ".join(sorted(folded.split()))
    return folded.replace(" ", "")


def _unparted(text: str) -> bool:
    return any(unicodedata.name(c, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")) for c in text)


_FICTIONAL, _DOUBTFUL = names(stand_ins.FICTIONAL), names(stand_ins.DOUBTFUL)
_TEST, _TEST_PHRASES = folded_words(stand_ins.TEST), names(stand_ins.TEST_PHRASES)
_TEST_ALL = _TEST | folded_words(stand_ins.TEST_COMPANIONS)
_NOBODY, _NOBODY_PHRASES = folded_words(stand_ins.NOBODY), names(stand_ins.NOBODY_PHRASES)
_ONLY_TOGETHER = folded_words(stand_ins.ONLY_TOGETHER)
_CERTAINLY_NOBODY = folded_words("noname unbekannt inconnu desconocido sconosciuto onbekend")
_ABUSE = folded_words(stand_ins.ABUSE)


def _is_odd(word: str) -> bool:
    if word.startswith(("www", "http")) or (not word.isalpha() and any(map(str.isdecimal, word))):
        return True
    return len(set(word)) == 1 < len(word) or _is_run(word) or _is_short_run(word)


_IS_WORTH_A_LOOK = first_look(
    triggers(folded_entries(stand_ins.FICTIONAL + ";" + stand_ins.DOUBTFUL), -1)
    | triggers(folded_entries(stand_ins.TEST_PHRASES + ";" + stand_ins.NOBODY_PHRASES), -1)
    | (_TEST | _NOBODY | _ABUSE | _ASKS | _LEGAL_FORMS | stand_ins.DOUBTFUL_SURNAMES | {"xyz", "suck"}),
    _is_odd,
)


def name_rule(name: str) -> str | None:
    """The gravest rule a name breaks."""
    short = len(name) <= 3 * (name.count(" ") + 1)
    return (
        _rule(name) if short or _IS_WORTH_A_LOOK(name) or not name[:1].isalpha() or "." in name[:4] else None
    )


@lru_cache(maxsize=8192)
def _rule(name: str) -> str | None:
    folded = fold(name)
    if misplaced(name) or (" " in folded and folded.split()[-1] in _LEGAL_FORMS):
        return "shifted_columns"
    if not folded or name.upper() == "N.A.":  # Na is a surname
        return "not_a_name"
    return _table_rule(folded) or _doubtful_surname(name) or _form_rule(name, folded)


def says_no_call(text: str) -> bool:
    """Whether a text asks for no calls at all ("do not call before ten" does not)."""
    return len(text) > 2 and _NO_CALL.match(fold(text)) is not None


def _table_rule(folded: str) -> str | None:
    parts = folded.split()
    bare = [word for word in parts if word not in _TITLES] or parts
    long = [word for word in bare if len(word) > 1] if len(bare) > 2 else bare
    keys = {_key(folded), _key(" ".join(bare)), _key(" ".join(long))}
    if keys & _FICTIONAL:
        return "fictional_name"
    if says_no_call(folded):
        return "do_not_call"
    if is_test(bare) and len(bare) == len(parts):  # Dr. Test may be somebody
        return "test_name"
    return _word_rule(bare, keys) or ("doubtful_name" if keys & _DOUBTFUL else None)


def _word_rule(parts: list[str], keys: set[str]) -> str | None:
    if is_random(parts):
        return "typed_at_random"
    if not _ABUSE.isdisjoint(parts) or parts[:2] == ["suck", "my"]:
        return "profane_name"
    return "not_a_name" if _is_nobody(parts, keys) else None


def _doubtful_surname(name: str) -> str | None:
    """Jennifer Null exists, and so does a form filled with null; Null-Brandt is nobody's slip."""
    parts = name.casefold().replace(",", " ").split()
    return "doubtful_name" if not stand_ins.DOUBTFUL_SURNAMES.isdisjoint(parts) else None


def _form_rule(name: str, folded: str) -> str | None:
    if any(c.isdecimal() for c in folded) and any(c.isdecimal() for c in _ORDINAL.sub("", folded)):
        return "digits_in_name"
    letters = [word for word in folded.split() if word not in _TITLES or len(word) == 1]
    alone = all(len(word) == 1 and word < "\u0590" for word in letters)
    return "one_letter_name" if alone and letters and name[:1].isalpha() else None


def is_test(parts: list[str]) -> bool:
    bare = [stripped for word in parts if (stripped := word.rstrip("0123456789"))]
    if " ".join(sorted(bare)) in _TEST_PHRASES:
        return True
    return not _TEST.isdisjoint(bare) and _TEST_ALL.issuperset(bare)


def is_random(parts: list[str]) -> bool:
    """Keys beside each other, or one key, over and over."""
    if all(map(_is_run, parts)):
        return True
    return (
        all(map(_is_short_run, parts))
        and len(parts) > 1
        and (len(set(parts)) == 1 or {"abc", "xyz"} == set(parts))
    )


def _is_run(word: str) -> bool:
    if word in _NAMES_THAT_RUN or len(word) < 3:
        return False
    if word[:3] not in _RUNS and word[0] != word[1] and not _HOME_KEYS.issuperset(word):
        return False
    if len(set(word)) == 1:
        return word != "iii" and word.isalpha() and not _unparted(word)
    unit = next(
        (word[:n] for n in (3, 4, 5) if len(word) > n and word == (word[:n] * len(word))[: len(word)]), word
    )
    return len(word) > 3 and unit.isalpha() and (unit in _RUNS or _HOME_KEYS.issuperset(word))


def _is_short_run(word: str) -> bool:
    return len(word) == 3 and word in _RUNS


def _is_nobody(parts: list[str], keys: set[str]) -> bool:
    if keys & _NOBODY_PHRASES or not _CERTAINLY_NOBODY.isdisjoint(parts):
        return True
    if parts == ["n", "a", "n", "a"]:
        return True
    return _NOBODY.issuperset(parts) and (len(parts) > 1 or _ONLY_TOGETHER.isdisjoint(parts))
