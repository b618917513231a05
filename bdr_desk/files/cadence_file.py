"""Cadences as TOML files: the plan of touches of a project, in a form people can edit.

name = "Standard outbound"
[[touches]]
medium = "call"              # call, voicemail, email, letter, handwritten note, postcard, article, social or visit
wait = "2 business days"     # after the touch before; also "at once", "30 minutes", "4 hours", "30 days", "6 months"
do = "Call, and say why them and why now."
[retries]
no_answer = { wait = "1 business day", another = "part of day" }
[caps]
touches_per_contact = 21
[ends]
min_attempts = 6
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bdr_desk.domain.cadence.plan import Cadence
from bdr_desk.domain.cadence.written import Fault, as_json, faults, from_json
from bdr_desk.errors import FileProblem
from bdr_desk.files.text_file import read_text

_ADVICE = "Put that right in the file and try again. The shipped cadences show the form."


def read_cadence(path: Path) -> Cadence:
    """The cadence in `path`; the store numbers its versions. Raises FileProblem naming every fault and its line."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileProblem(f"{path.name} is not valid TOML: {error}.", _ADVICE) from error
    except RecursionError as error:
        raise FileProblem(f"{path.name} is nested too deeply to be read.", _ADVICE) from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[touches]]"]
    touches = data.get("touches")
    known = lines if isinstance(touches, list) and len(lines) == len(touches) else []
    found = "; ".join(_placed(fault, known) for fault in faults(data))
    if found:
        raise FileProblem(f"{path.name} is not a cadence: {found}.", _ADVICE)
    return from_json(data)


def _placed(fault: Fault, lines: list[int]) -> str:
    if fault.place is None:
        return fault.says
    return f"line {lines[fault.place]}: {fault.says}" if lines else f"touch {fault.place + 1}: {fault.says}"


def write_cadence(path: Path, cadence: Cadence, *, overwrite: bool = False) -> None:
    """Write `cadence` to `path`; `read_cadence` reads the same. Raises FileProblem, also for a file that is there unless
    `overwrite`."""
    try:
        with path.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
            file.write(cadence_text(cadence))
    except FileExistsError as error:
        raise FileProblem(f"{path.name} is there already.", "Choose another name.") from error
    except OSError as error:
        raise FileProblem(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error


def cadence_text(cadence: Cadence) -> str:
    """`cadence` as TOML (v1.0.0), each of its fields on a line of its own or in a table on one line."""
    return "\n".join(_lines(as_json(cadence))) + "\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key} = {_value(data[key])}" for key in ("name", "about"))
    for touch in data["touches"]:
        yield from ("", "[[touches]]", *(f"{key} = {_value(value)}" for key, value in touch.items()))
    for table in ("retries", "caps", "ends"):
        yield from ("", f"[{table}]", *(f"{key} = {_value(value)}" for key, value in data[table].items()))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    # A basic string of TOML takes JSON's escapes, and wants one more (DEL).
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
