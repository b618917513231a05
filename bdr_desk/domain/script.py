"""A call script: steps that branch by answers, objection cards, a voicemail; and the rules a script must keep.

`files/script_file.py` reads one from Markdown; lines are those of its file.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bdr_desk.domain.merge_fields import fill

END = "end"  # an answer that goes here ends the talk
WORDS_PER_MINUTE = 150  # unhurried speech: 2.5 words a second


@dataclass(frozen=True)
class Span:
    """`style` is empty, "question" (the one to ask, shown highlighted) or "stress" (a word to lean on)."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Say:
    """A paragraph to speak."""

    spans: tuple[Span, ...]
    line: int = 0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Hint:
    """Advice to the caller, never spoken."""

    text: str
    line: int = 0


@dataclass(frozen=True)
class Ask:
    """A field to write the answer in; `criterion` is a key of the lead definition."""

    criterion: str
    label: str
    line: int = 0


@dataclass(frozen=True)
class Answer:
    """What they may say, and the id of the step it leads to (or `END`)."""

    text: str
    goes_to: str
    line: int = 0


Part = Say | Hint | Ask | Answer


@dataclass(frozen=True)
class Step:
    """A step of the talk, or an objection card, which needs no way out: the talk goes on where it was."""

    id: str
    title: str
    parts: tuple[Part, ...]
    line: int = 0

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(part for part in self.parts if isinstance(part, Answer))

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(part for part in self.parts if isinstance(part, Ask))


@dataclass(frozen=True, repr=False)
class Script:
    """`definitions` names the lead definitions it was written for; empty for any."""

    name: str
    language: str
    definitions: tuple[str, ...]
    start: str
    steps: tuple[Step, ...]
    objections: tuple[Step, ...] = ()
    voicemail: tuple[Say | Hint, ...] = ()

    @property
    def pieces(self) -> tuple[Step, ...]:
        return self.steps + self.objections

    @property
    def asked(self) -> frozenset[str]:
        """The criteria it has a field for."""
        return frozenset(ask.criterion for step in self.pieces for ask in step.asks)

    @property
    def voicemail_seconds(self) -> int:
        return seconds_to_say(" ".join(part.text for part in self.voicemail if isinstance(part, Say)))


@dataclass(frozen=True)
class ScriptProblem:
    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}"


def seconds_to_say(text: str) -> int:
    return round(len(text.split()) * 60 / WORDS_PER_MINUTE)


def problems(script: Script, criteria: Collection[str] | None = None) -> Iterator[ScriptProblem]:
    """What keeps the script from being read at a call. `criteria` are the definition's keys; None checks none."""
    yield from _duplicates(script.steps)
    yield from _missing_steps(script)
    yield from _dead_ends(script)
    yield from _unreachable(script)
    if criteria is not None:
        yield from _unknown_criteria(script, criteria)


def _duplicates(steps: tuple[Step, ...]) -> Iterator[ScriptProblem]:
    seen = {END}
    for step in steps:
        if step.id in seen:
            says = "is kept for the end of the talk" if step.id == END else "is there twice"
            yield ScriptProblem(step.line, f"the step “{step.id}” {says}")
        seen.add(step.id)


def _missing_steps(script: Script) -> Iterator[ScriptProblem]:
    known = {step.id for step in script.steps} | {END}
    for step in script.pieces:
        for answer in step.answers:
            if answer.goes_to not in known:
                yield ScriptProblem(answer.line, f"there is no step “{answer.goes_to}”")


def _dead_ends(script: Script) -> Iterator[ScriptProblem]:
    for step in script.steps:
        if not step.answers:
            yield ScriptProblem(step.line, f"“{step.title}” has no way out: add an answer, or “- … → end”")


def _unreachable(script: Script) -> Iterator[ScriptProblem]:
    reached = _reached(script) if any(step.id == script.start for step in script.steps) else None
    for step in script.steps:
        if reached is not None and step.id not in reached:
            yield ScriptProblem(step.line, f"no answer leads to “{step.title}”")


def _reached(script: Script) -> set[str]:
    """From the start and from every objection card, which can be opened at any time."""
    leads_to: dict[str, list[str]] = {}
    for step in script.steps:
        leads_to.setdefault(step.id, []).extend(answer.goes_to for answer in step.answers)
    reached: set[str] = set()
    ahead = [script.start, *(answer.goes_to for card in script.objections for answer in card.answers)]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += leads_to.get(here, [])
    return reached


def _unknown_criteria(script: Script, criteria: Collection[str]) -> Iterator[ScriptProblem]:
    for step in script.pieces:
        for ask in step.asks:
            if ask.criterion not in criteria:
                says = (
                    f"the lead definition has no criterion “{ask.criterion}” (it has {', '.join(criteria)})"
                )
                yield ScriptProblem(ask.line, says)


def filled(script: Script, values: Mapping[str, str | None]) -> Script:
    """The script as it is read to one person: every merge field replaced."""
    return replace(
        script,
        steps=tuple(_filled_step(step, values) for step in script.steps),
        objections=tuple(_filled_step(card, values) for card in script.objections),
        voicemail=tuple(_filled_speech(part, values) for part in script.voicemail),
    )


def _filled_step(step: Step, values: Mapping[str, str | None]) -> Step:
    parts = tuple(_filled_part(part, values) for part in step.parts)
    return replace(step, title=fill(step.title, values), parts=parts)


def _filled_part(part: Part, values: Mapping[str, str | None]) -> Part:
    if isinstance(part, Ask):
        return replace(part, label=fill(part.label, values))
    if isinstance(part, Answer):
        return replace(part, text=fill(part.text, values))
    return _filled_speech(part, values)


def _filled_speech(part: Say | Hint, values: Mapping[str, str | None]) -> Say | Hint:
    if isinstance(part, Hint):
        return replace(part, text=fill(part.text, values))
    return replace(part, spans=tuple(replace(span, text=fill(span.text, values)) for span in part.spans))
