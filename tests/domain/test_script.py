"""The rules a script must keep, and filling one in for a person."""

from bdr_desk.domain.script import (
    END,
    Answer,
    Ask,
    Hint,
    Say,
    Script,
    Span,
    Step,
    filled,
    problems,
    seconds_to_say,
)


def script(*steps: Step, start: str = "a", objections: tuple[Step, ...] = ()) -> Script:
    return Script("S", "en", (), start, steps, objections)


def step(key: str, *goes_to: str, line: int = 1) -> Step:
    return Step(key, key.upper(), tuple(Answer("ok", to, line + 1) for to in goes_to), line)


def found(it: Script, criteria: tuple[str, ...] | None = None) -> list[str]:
    return [str(problem) for problem in problems(it, criteria)]


def test_a_sound_script_has_no_problems() -> None:
    assert found(script(step("a", "b", END), step("b", "a", END))) == []


def test_a_branch_to_nowhere() -> None:
    assert found(script(step("a", "x", line=7))) == ["line 8: there is no step “x”"]


def test_a_step_no_one_reaches() -> None:
    assert found(script(step("a", END), step("b", "c", line=5), step("c", "b", line=9))) == [
        "line 5: no answer leads to “B”",
        "line 9: no answer leads to “C”",
    ]


def test_an_objection_card_reaches_its_steps_at_any_time() -> None:
    assert found(script(step("a", END), step("b", END), objections=(step("no-budget", "b"),))) == []


def test_a_step_without_a_way_out() -> None:
    assert found(script(step("a", "b"), step("b", line=4))) == [
        "line 4: “B” has no way out: add an answer, or “- … → end”"
    ]


def test_an_objection_card_needs_no_way_out() -> None:
    assert found(script(step("a", END), objections=(step("no-budget"),))) == []


def test_a_step_twice() -> None:
    assert found(script(step("a", END), step("a", END, line=6))) == ["line 6: the step “a” is there twice"]
    assert (
        found(script(step("a", END), step(END, END, line=6)))[0]
        == "line 6: the step “end” is kept for the end of the talk"
    )


def test_a_criterion_the_definition_does_not_have() -> None:
    asking = Step("a", "A", (Ask("money", "", 3), Answer("ok", END, 4)), 1)
    assert found(script(asking), ("need", "budget")) == [
        "line 3: the lead definition has no criterion “money” (it has need, budget)"
    ]
    assert found(script(asking), ("money",)) == []
    assert found(script(asking)) == []


def test_a_wrong_start_is_not_blamed_on_every_step() -> None:
    assert found(script(step("a", END), start="x")) == []


def test_filling_reaches_every_part() -> None:
    name = "{{ contact.first_name }}"
    parts = (Say((Span(name), Span(name, "question"))), Hint(name), Ask("need", name), Answer(name, END))
    one = Step("a", name, parts)
    made = filled(
        Script("S", "en", (), "a", (one,), (one,), (Say((Span(name),)),)), {"contact.first_name": "Ada"}
    )
    assert "{{" not in repr(made)
    assert made.steps[0].parts[0] == Say((Span("Ada"), Span("Ada", "question")))
    assert made.steps[0].title == "Ada"


def test_a_voicemail_of_fifty_words_takes_twenty_seconds() -> None:
    assert seconds_to_say("word " * 50) == 20
