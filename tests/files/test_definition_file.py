"""Reading lead definitions: the shipped ones, and every fault of a bad file by name."""

from datetime import date
from pathlib import Path

import pytest

from bdr_desk import paths
from bdr_desk.domain.qualification import Criterion, Definition
from bdr_desk.errors import FileProblem
from bdr_desk.files.definition_file import read_definition

SOUND = """\
name = "Ours"
signed_on = 2027-03-31
signed_by = "Ines Duarte"

[[criteria]]
key = "need"
title = "Need"
kind = "text"
prompt = "What hurts?"
required = true

[[criteria]]
key = "money"
title = "Money"
kind = "choice"
prompt = "Is there any?"
evidence = "Who said so."
choices = ["yes", "no"]
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_definition_is_read(tmp_path: Path) -> None:
    assert read_definition(written(tmp_path, SOUND)) == Definition(
        "Ours",
        1,
        (
            Criterion("need", "Need", "text", "What hurts?", required=True),
            Criterion("money", "Money", "choice", "Is there any?", False, "Who said so.", ("yes", "no")),
        ),
        date(2027, 3, 31),
        "Ines Duarte",
    )


@pytest.mark.parametrize(("name", "required"), [("bant", 3), ("champ", 3)])
def test_the_shipped_definitions(name: str, required: int) -> None:
    definition = read_definition(paths.resources() / "definitions" / f"{name}.toml")
    assert definition.name == name.upper()
    assert sum(criterion.required for criterion in definition.criteria) == required
    assert all(c.prompt.endswith("?") and c.evidence for c in definition.criteria)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Ours"\n', "", "name is missing"),
        ('name = "Ours"', "name = Ours", "line 1"),
        ('kind = "text"', 'kind = "words"', "line 5: kind “words” must be one of text, choice"),
        ('title = "Money"', "title = 3", "line 12: title is missing"),
        ('key = "money"', 'key = "need"', "the key “need” stands there twice"),
        ('key = "money"', 'key = "Cash flow"', "line 12: key “Cash flow” must be lower-case"),
        ("required = true", 'required = "yes"', "required must be true or false"),
        ('["yes", "no"]', '["yes"]', "a choice needs at least two"),
        ('["yes", "no"]', '"yes"', "choices must be a list"),
        ("required = true", "requierd = true", "“requierd” is not a field"),
        ("2027-03-31", '"soon"', "signed_on must be a date"),
        ('"Ines Duarte"', "7", "signed_by must be a text"),
        ('"Who said so."', "7", "evidence must be a text"),
        ("[[criteria]]", "[[criterion]]", "it has no [[criteria]]"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(FileProblem) as refused:
        read_definition(written(tmp_path, SOUND.replace(old, new)))
    assert says in refused.value.title


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    broken = SOUND.replace('kind = "text"', 'kind = "x"').replace('title = "Money"', "")
    with pytest.raises(FileProblem, match=r"line 5: kind .* line 12: title"):
        read_definition(written(tmp_path, broken))


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read"):
        read_definition(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\x00\xff")
    with pytest.raises(FileProblem, match="UTF-8"):
        read_definition(tmp_path / "binary.toml")
