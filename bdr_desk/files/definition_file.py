"""Lead definitions as TOML files: what marketing and sales signed, in a form people can edit.

name = "BANT"
[[criteria]]
key = "need"
title = "Need"
kind = "text"                # text, choice, yes_no, number or date
prompt = "What is not working today?"
required = true
evidence = "A problem in their words."
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bdr_desk.domain.qualification import KINDS, Criterion, Definition
from bdr_desk.errors import FileProblem
from bdr_desk.files.text_file import read_text

_ADVICE = "Put that right in the file and try again. The shipped definitions show the form."
_TEXTS = ("key", "title", "kind", "prompt")
_KNOWN = frozenset((*_TEXTS, "required", "evidence", "choices"))
_KNOWN_AT_TOP = frozenset(("name", "criteria", "signed_on", "signed_by"))
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def read_definition(path: Path) -> Definition:
    """The definition in `path`, as version 1: the store numbers the versions. Raises FileProblem naming every fault."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileProblem(f"{path.name} is not valid TOML: {error}.", _ADVICE) from error
    except RecursionError as error:
        raise FileProblem(f"{path.name} is nested too deeply to be read.", _ADVICE) from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[criteria]]"]
    problems = list(_problems(data, lines))
    if problems:
        raise FileProblem(f"{path.name} is not a lead definition: {'; '.join(problems)}.", _ADVICE)
    criteria = tuple(_criterion(row) for row in data["criteria"])
    return Definition(data["name"], 1, criteria, data.get("signed_on"), data.get("signed_by", ""))


def _criterion(row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        row["key"], row["title"], row["kind"], row["prompt"], row.get("required", False),
        row.get("evidence", ""), tuple(row.get("choices", ())),
    )  # fmt: skip


def _problems(data: Mapping[str, Any], lines: list[int]) -> Iterator[str]:
    yield from _problems_at_top(data)
    rows = data.get("criteria")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        yield "it has no [[criteria]]"
        return
    for place, row in enumerate(rows):
        where = f"line {lines[place]}" if len(lines) == len(rows) else f"criterion {place + 1}"
        yield from (f"{where}: {says}" for says in _problems_of(row))
    keys = Counter(str(row.get("key")) for row in rows)
    yield from (f"the key “{key}” stands there twice" for key, times in keys.items() if times > 1)


def _problems_at_top(data: Mapping[str, Any]) -> Iterator[str]:
    if not _is_words(data.get("name")):
        yield "name is missing"
    if type(data.get("signed_on", date.min)) is not date:
        yield "signed_on must be a date like 2027-03-31"
    if not isinstance(data.get("signed_by", ""), str):
        yield "signed_by must be a text"
    yield from (f"“{field}” is not a field of a definition" for field in data if field not in _KNOWN_AT_TOP)


def _problems_of(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{field} is missing" for field in _TEXTS if not _is_words(row.get(field)))
    yield from (f"“{field}” is not a field of a criterion" for field in row if field not in _KNOWN)
    if _is_words(row.get("key")) and not _KEY.fullmatch(row["key"]):
        yield f"key “{row['key']}” must be lower-case letters, digits and _"
    if _is_words(row.get("kind")) and row["kind"] not in KINDS:
        yield f"kind “{row['kind']}” must be one of {', '.join(KINDS)}"
    if not isinstance(row.get("required", False), bool):
        yield "required must be true or false"
    if not isinstance(row.get("evidence", ""), str):
        yield "evidence must be a text"
    choices = row.get("choices", [])
    if not isinstance(choices, list) or not all(_is_words(choice) for choice in choices):
        yield "choices must be a list of texts"
    elif row.get("kind") == "choice" and len(choices) < 2:
        yield "a choice needs at least two choices"


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
