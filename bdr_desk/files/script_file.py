"""Call scripts as Markdown with front matter. `resources/scripts/README.md` tells people how to write one.

A front matter (YAML: name, language, for, start), then the sections Talk, Objections and Voicemail; in them `##` headings
are steps or cards, plain paragraphs are spoken, `>` is advice, `- [ ] key: label` a field, `- answer → step` a way on.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bdr_desk.domain.merge_fields import fields_in, has_broken_field, is_known
from bdr_desk.domain.script import (
    Answer,
    Ask,
    Hint,
    Part,
    Say,
    Script,
    ScriptProblem,
    Span,
    Step,
    problems,
)
from bdr_desk.errors import BadInput
from bdr_desk.files.text_file import read_text

TALK, OBJECTIONS, VOICEMAIL = "talk", "objections", "voicemail"
_FRONT_FIELDS = frozenset(("name", "language", "for", "start"))

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_ITEM = re.compile(r"[-*+]\s+(.*)")
_ASK = re.compile(r"\[[ xX]?\]\s*([^\s:]+)\s*(?::\s*(.*))?")
_LINK = re.compile(r"\[[^\]]*\]\(#([^)\s]*)\)")
_QUOTES = frozenset('“”„"')
_EMPHASIS = re.compile(r"\*\*(?P<question>.+?)\*\*|\*(?P<stress>[^\s*][^*]*)\*")


@dataclass
class _Block:
    """`kind` is heading, quote, item or text. `lines` keep their numbers, so that a problem can name its own."""

    kind: str
    lines: list[tuple[int, str]]
    level: int = 0

    @property
    def line(self) -> int:
        return self.lines[0][0]

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.lines if text)


@dataclass
class _Reading:
    """What has been read so far; every problem is kept, none ends the reading."""

    criteria: Collection[str] | None
    problems: list[ScriptProblem] = field(default_factory=list)
    front: dict[str, str | list[str]] = field(default_factory=dict)
    front_lines: dict[str, int] = field(default_factory=dict)
    section: str = ""
    title: tuple[int, str] | None = None
    parts: dict[str, list[Part]] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=lambda: {TALK: [], OBJECTIONS: []})

    def problem(self, line: int, says: str) -> None:
        self.problems.append(ScriptProblem(line, says))


def read_script(path: Path, criteria: Collection[str] | None = None) -> Script:
    """The script in `path`. Raises FileProblem when it cannot be read, BadInput listing what is wrong in it."""
    return parse_script(read_text(path), criteria, called=path.name)


def parse_script(text: str, criteria: Collection[str] | None = None, *, called: str = "The script") -> Script:
    """The script in `text`, its fields checked against the keys `criteria` unless None.

    Raises BadInput with every problem found and its line.
    """
    script, found = examine(text, criteria)
    if found:
        count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        raise BadInput(f"{called} has {count}:", "\n".join(str(problem) for problem in found))
    return script


def examine(text: str, criteria: Collection[str] | None = None) -> tuple[Script, list[ScriptProblem]]:
    """What could be read, and everything that is wrong, in the order of lines."""
    reading = _Reading(criteria)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    body_from = _read_front(reading, text.split("\n"))
    for block in _blocks(_without_comments(text).split("\n"), body_from):
        _take(reading, block)
    _close_step(reading)
    script = _script(reading)
    found = {*reading.problems, *problems(script, criteria)}
    return script, sorted(found, key=lambda problem: (problem.line, problem.says))


def _script(reading: _Reading) -> Script:
    wanted = reading.front.get("for", [])
    script = Script(
        name=str(reading.front.get("name", "")), language=str(reading.front.get("language", "en")),
        definitions=tuple(wanted if isinstance(wanted, list) else [wanted]),
        start=str(reading.front.get("start", "")), steps=tuple(reading.steps[TALK]),
        objections=tuple(reading.steps[OBJECTIONS]),
        voicemail=tuple(p for p in reading.parts.get(VOICEMAIL, []) if isinstance(p, Say | Hint)),
    )  # fmt: skip
    if not script.steps:
        reading.problem(1, "there is no “# Talk” section with “##” steps in it")
    elif script.start and script.start not in {step.id for step in script.steps}:
        reading.problem(reading.front_lines.get("start", 1), f"start: there is no step “{script.start}”")
    return script


# Front matter


def _read_front(reading: _Reading, lines: list[str]) -> int:
    """Reads the front matter; the index of the first line after it."""
    fence = [index for index, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if len(fence) < 2 or fence[0] != 0:
        reading.problem(1, "a script begins with a front matter between two lines “---”")
        return 0
    data = _yaml(reading, "\n".join(lines[1 : fence[1]]))
    reading.front_lines = {line.partition(":")[0].strip(): n for n, line in enumerate(lines[: fence[1]], 1)}
    for key, value in data.items():
        _take_front(reading, str(key), value)
    for key in ("name", "start"):
        if key not in data:
            reading.problem(1, f"the front matter has no “{key}”")
    return fence[1] + 1


def _yaml(reading: _Reading, text: str) -> dict[object, object]:
    import yaml

    try:
        # The base loader is the safe one that leaves every value a text: no dates, no numbers, no surprises.
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reading.problem((mark.line + 2) if mark else 1, f"the front matter is not YAML: {_reason(error)}")
        return {}
    except (
        RecursionError,
        ValueError,
        OverflowError,
    ):  # nested too deeply, or an escape that is no character
        reading.problem(1, "the front matter cannot be read: keep to plain lines like “name: Discovery”")
        return {}
    if not isinstance(data, dict):
        reading.problem(1, "the front matter has lines like “name: Discovery”")
        return {}
    return data


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).partition("\n")[0]


def _take_front(reading: _Reading, key: str, value: object) -> None:
    line = reading.front_lines.get(key, 1)
    if key not in _FRONT_FIELDS:
        reading.problem(line, f"“{key}” is no field of a script (it has {', '.join(sorted(_FRONT_FIELDS))})")
    elif isinstance(value, str) and value.strip():
        reading.front[key] = value.strip()
    elif key == "for" and isinstance(value, list) and all(isinstance(name, str) for name in value):
        reading.front[key] = value
    else:
        reading.problem(line, f"{key} must be a text")


# Markdown


def _without_comments(text: str) -> str:
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def _blocks(lines: list[str], start: int) -> Iterator[_Block]:
    """Headings, quotes, list items and paragraphs; a wrapped line belongs to the block above it, as in CommonMark."""
    block: _Block | None = None
    for number, line in enumerate(lines[start:], start + 1):
        kind, text, level = _kind(line.strip())
        if block and (kind == "text" or (kind == block.kind == "quote")):
            block.lines.append((number, text))
            continue
        if block:
            yield block
        block = _Block(kind, [(number, text)], level) if kind else None
        if block and kind == "heading":
            yield block
            block = None
    if block:
        yield block


def _kind(line: str) -> tuple[str, str, int]:
    if not line.strip("-*_ "):  # empty, or a rule
        return "", "", 0
    if heading := _HEADING.fullmatch(line):
        return "heading", heading[2], len(heading[1])
    if line.startswith(">"):
        return "quote", line[1:].strip(), 0
    if item := _ITEM.fullmatch(line):
        return "item", item[1], 0
    return "text", line, 0


def _take(reading: _Reading, block: _Block) -> None:
    _check_fields(reading, block)
    if block.kind == "heading":
        _take_heading(reading, block)
    elif reading.section == VOICEMAIL or reading.title:
        _take_part(reading, block)
    elif reading.section:
        reading.problem(block.line, "this stands in no step: put a “##” heading above it")


def _take_heading(reading: _Reading, block: _Block) -> None:
    if block.level == 1:
        _close_step(reading)
        reading.section = block.text.lower()
        if reading.section not in (TALK, OBJECTIONS, VOICEMAIL):
            reading.problem(block.line, f"“# {block.text}” is none of # Talk, # Objections, # Voicemail")
            reading.section = ""
    elif block.level == 2 and reading.section in (TALK, OBJECTIONS):
        _close_step(reading)
        reading.title = (block.line, block.text)
    else:
        reading.problem(block.line, "only # sections and, in Talk and Objections, ## steps have a meaning")


def _close_step(reading: _Reading) -> None:
    if reading.title:
        line, title = reading.title
        parts = tuple(reading.parts.pop("", []))
        reading.steps[reading.section].append(Step(step_id(title), unquoted(title), parts, line))
        reading.title = None


def _take_part(reading: _Reading, block: _Block) -> None:
    part = _part(reading, block)
    if reading.section == VOICEMAIL and not isinstance(part, Say | Hint | None):
        reading.problem(block.line, "a voicemail is only spoken: no fields, no answers")
    elif part:
        reading.parts.setdefault(VOICEMAIL if reading.section == VOICEMAIL else "", []).append(part)


def _part(reading: _Reading, block: _Block) -> Part | None:
    if block.kind == "quote":
        return Hint(_plain(block.text), block.line)
    if block.kind == "text":
        return Say(spans(block.text), block.line)
    if ask := _ASK.fullmatch(block.text):
        return Ask(ask[1], _plain(ask[2] or ""), block.line)
    return _answer(reading, block)


def _answer(reading: _Reading, block: _Block) -> Answer | None:
    text, arrow, target = block.text.replace("->", "→").rpartition("→")
    if not arrow:
        reading.problem(
            block.line, "a list item is a field (“- [ ] need: …”) or an answer (“- Often → cost”)"
        )
        return None
    link = _LINK.fullmatch(target.strip())
    goes_to = link[1] if link else target.strip()
    if not goes_to or not text.strip():
        reading.problem(block.line, "an answer has words before the arrow and a step after it")
        return None
    return Answer(unquoted(_plain(text)), goes_to, block.line)


def _check_fields(reading: _Reading, block: _Block) -> None:
    if has_broken_field(block.text):
        reading.problem(_line_of(block, "{{", "}}"), "a merge field looks like {{ contact.first_name }}")
    for found in fields_in(block.text):
        if not is_known(found.name, reading.criteria):
            reading.problem(_line_of(block, found.name), f"“{found.name}” is no merge field")


def _line_of(block: _Block, *wanted: str) -> int:
    return next((n for n, text in block.lines if any(w and w in text for w in wanted)), block.line)


# Text


def step_id(title: str) -> str:
    """The id of a heading as GitHub links to it: lower case, letters, digits, - and _, spaces as -."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def unquoted(text: str) -> str:
    """Without the quotation marks around the whole of it."""
    text = text.strip()
    inner = text[1:-1].strip()
    quoted = len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES
    return inner if quoted and not set(inner) & _QUOTES else text


def _plain(text: str) -> str:
    return "".join(span.text for span in spans(text)).strip()


def spans(text: str) -> tuple[Span, ...]:
    """**bold** is the question to ask, *italic* a word to lean on."""
    found: list[Span] = []
    end = 0
    for mark in _EMPHASIS.finditer(text):
        found += [Span(text[end : mark.start()])] if mark.start() > end else []
        style = mark.lastgroup or ""
        found.append(Span(mark[style], style))
        end = mark.end()
    return tuple([*found, Span(text[end:])] if end < len(text) or not found else found)
