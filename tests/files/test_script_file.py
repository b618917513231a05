"""Reading scripts: the Markdown form, every mistake with its line, and the shipped ones."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bdr_desk import paths
from bdr_desk.domain.merge_fields import fill
from bdr_desk.domain.script import Answer, Ask, Hint, Say, Span
from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files.definition_file import read_definition
from bdr_desk.files.script_file import examine, parse_script, read_script, step_id

SOUND = """\
---
name: Short
language: en
for: BANT
start: opener
---
Free words for the reader.

# Talk

## Opener

Hi {{ contact.first_name | there }}, this is
{{ me.name }}. **May I ask one thing?** It is *quick*.

> Wait for the answer.
> Really wait.

- “Yes” → [What hurts](#what-hurts)
- No, they
  are busy -> end

## What hurts?

- [ ] need: What hurts,
  in their words
- [ ] need
- "Much" → end

# Objections

## “No budget”

Fine. <!-- not
shown -->
- They go on → [What hurts](#what-hurts)

# Voicemail

Hello, {{ me.name }} here.
"""

FRONT = "---\nname: S\nstart: a\n---\n"


def problems_of(text: str, criteria: tuple[str, ...] | None = None) -> list[str]:
    return [str(problem) for problem in examine(text, criteria)[1]]


def test_a_script_is_read_into_its_parts() -> None:
    script = parse_script(SOUND, ("need",))
    assert (script.name, script.language, script.definitions, script.start) == (
        "Short",
        "en",
        ("BANT",),
        "opener",
    )
    opener, hurts = script.steps
    assert opener.parts == (
        Say(
            (
                Span("Hi {{ contact.first_name | there }}, this is {{ me.name }}. "),
                Span("May I ask one thing?", "question"),
                Span(" It is "),
                Span("quick", "stress"),
                Span("."),
            ),
            line=13,
        ),
        Hint("Wait for the answer. Really wait.", line=16),
        Answer("Yes", "what-hurts", line=19),
        Answer("No, they are busy", "end", line=20),
    )
    assert (hurts.id, hurts.title, hurts.line) == ("what-hurts", "What hurts?", 23)
    assert hurts.asks == (Ask("need", "What hurts, in their words", 25), Ask("need", "", 27))
    assert script.objections[0].title == "No budget"
    assert script.objections[0].parts[0] == Say((Span("Fine."),), 34)
    assert [part.text for part in script.voicemail] == ["Hello, {{ me.name }} here."]


def test_line_ends_of_other_systems_change_nothing() -> None:
    assert (
        parse_script(SOUND.replace("\n", "\r\n"))
        == parse_script(SOUND)
        == parse_script(SOUND.replace("\n", "\r"))
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: a script begins with a front matter between two lines “---”"),
        ("---\nname: S\nstart: x\n---\n# Talk\n## A\n- ok → end\n", "line 3: start: there is no step “x”"),
        ("---\nname: S\n---\n# Talk\n## A\n- ok → end\n", "line 1: the front matter has no “start”"),
        ("---\nname: S\nstart: [a\n---\n", "line 3: the front matter is not YAML"),
        (
            "---\nname: S\nstart: a\nstrat: b\n---\n# Talk\n## A\n- ok → end",
            "line 4: “strat” is no field of a script",
        ),
        ("---\nname: {a: b}\nstart: a\n---\n# Talk\n## A\n- ok → end", "line 2: name must be a text"),
        ("---\n- a\n---\n# Talk\n## A\n- ok → end", "line 1: the front matter has lines like"),
        (FRONT, "line 1: there is no “# Talk” section"),
        (FRONT + "# Tlak\n", "line 5: “# Tlak” is none of"),
        (FRONT + "# Talk\nHello\n## A\n- ok → end", "line 6: this stands in no step"),
        (FRONT + "# Talk\n## A\n- ok → end\n### B", "line 8: only # sections"),
        (FRONT + "# Talk\n## A\n- ok\n- ok → end", "line 7: a list item is a field"),
        (FRONT + "# Talk\n## A\n- → end", "line 7: an answer has words before the arrow"),
        (FRONT + "# Talk\n## A\n- ok → b", "line 7: there is no step “b”"),
        (FRONT + "# Talk\n## A\nHello.", "line 6: “A” has no way out"),
        (FRONT + "# Talk\n## A\n- ok → end\n## A\n- ok → end", "line 8: the step “a” is there twice"),
        (FRONT + "# Talk\n## A\n- ok → end\n## B\n- ok → end", "line 8: no answer leads to “B”"),
        (
            FRONT + "# Talk\n## A\n- [ ] money: how\n- ok → end",
            "line 7: the lead definition has no criterion “money”",
        ),
        (
            FRONT + "# Talk\n## A\nHi\n{{ contact.frist_name }}\n- ok → end",
            "line 8: “contact.frist_name” is no merge",
        ),
        (FRONT + "# Talk\n## A\nHi\n{{ me.name }\n- ok → end", "line 8: a merge field looks like"),
        (FRONT + "# Talk\n## A\n{{ fact.money }}\n- ok → end", "line 7: “fact.money” is no merge field"),
        (FRONT + "# Talk\n## A\n- ok → end\n# Voicemail\n- ok → end", "line 9: a voicemail is only spoken"),
    ],
)
def test_each_mistake_is_named_with_its_line(text: str, says: str) -> None:
    assert any(problem.startswith(says) for problem in problems_of(text, ("need",))), problems_of(
        text, ("need",)
    )
    with pytest.raises(BadInput) as refused:
        parse_script(text, ("need",))
    assert says in refused.value.advice


def test_all_mistakes_come_at_once_in_the_order_of_lines() -> None:
    text = FRONT + "# Talk\n## A\n{{ x }}\n- [ ] money\n- ok → b\n- hm\n\n## C\nHello"
    lines = [problem.line for problem in examine(text, ("need",))[1]]
    assert lines == [7, 8, 9, 10, 12, 12]


def test_without_a_definition_any_criterion_will_do() -> None:
    assert problems_of(FRONT + "# Talk\n## A\n- [ ] money\n- ok → end") == []


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("What hurts?", "what-hurts"),
        ("“No budget”", "no-budget"),
        ("Step 2: Größe", "step-2-größe"),
        ("Só_so", "só_so"),
    ],
)
def test_step_ids_are_those_github_links_to(title: str, key: str) -> None:
    assert step_id(title) == key


PIECES = st.sampled_from(
    ["---\n", "name: S\n", "start: a\n", "# Talk\n", "## A\n", "# Objections\n", "# Voicemail\n", "- ok → end\n", "- ", "→", "**",
     "*", "[ ] need: x\n", "> hm\n", "{{ me.name }}", "{{", "}}", "|", "<!--", "-->", "\n", "\r", "[a](#a)", "&a [*a]",
     "!!int ''\n", '"\\UFFFFFFFF"\n', "? {a: b}\n", "\x85", "\u2028", "\x00", "\ud800"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8)).map("".join))
@example("---\n" + "[" * 2000 + "\n---\n")
@example('---\nname: "\\UFFFFFFFF"\n---\n')
def test_no_text_brings_the_reader_down(text: str) -> None:
    script, problems = examine(text, ("need",))
    if not problems:
        assert script.steps
    assert all(1 <= problem.line <= text.count("\n") + text.count("\r") + 1 for problem in problems)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "s.md"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblem, match="UTF-8"):
        read_script(file)
    with pytest.raises(FileProblem, match="cannot be read"):
        read_script(tmp_path / "none.md")


SHIPPED = {"discovery": "bant", "inbound": "champ"}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_scripts_are_sound_and_ask_everything(name: str) -> None:
    definition = read_definition(paths.resources() / "definitions" / f"{SHIPPED[name]}.toml")
    keys = [criterion.key for criterion in definition.criteria]
    script = read_script(paths.resources() / "scripts" / f"{name}.md", keys)
    assert script.definitions == (definition.name,)
    assert script.asked == set(keys)
    assert len(script.objections) >= 6


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_scripts_ask_one_question_at_a_time_and_keep_the_voicemail_short(name: str) -> None:
    script = read_script(paths.resources() / "scripts" / f"{name}.md")
    for step in script.pieces:
        questions = [
            s for part in step.parts if isinstance(part, Say) for s in part.spans if s.style == "question"
        ]
        assert len(questions) <= 1, step.title
        assert all(span.text.rstrip().endswith("?") for span in questions), step.title
    said = " ".join(fill(part.text, {}) for part in script.voicemail if isinstance(part, Say))
    assert len(said.split()) <= 50


def test_every_shipped_script_is_checked_here() -> None:
    files = {path.stem for path in (paths.resources() / "scripts").glob("*.md")} - {"README"}
    assert files == set(SHIPPED)


def test_the_example_of_the_readme_is_a_script() -> None:
    text = (paths.resources() / "scripts" / "README.md").read_text(encoding="utf-8")
    example = text.partition("```markdown\n")[2].partition("```")[0]
    assert parse_script(example, ("need",)).start == "opener"
