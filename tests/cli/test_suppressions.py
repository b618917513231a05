"""`suppress`, `export` and `erase` as a user types them."""

from pathlib import Path

import pytest

from tests.cli.desk_command import Command

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def test_a_number_is_kept_listed_and_lifted(tmp_path: Path) -> None:
    desk = Command(tmp_path / "desk")
    kept = desk.json(
        "suppress", "+1 617 555 0142", "--reason", "asked", "--medium", "call", "--until", "2027-04-30"
    )
    assert (kept["kind"], kept["value"]) == ("phone", "+16175550142")
    (row,) = desk.json("suppress", "list")
    assert (row["value"], row["medium"], row["reason"]) == ("+1 617-555-0142", "call", "asked")
    refused = desk("suppress", "lift", kept["suppression"], "--reason", "mistake")
    assert refused.status == 1 and "team lead" in refused.err
    assert desk.json("me", "--role", "lead")["role"] == "lead"
    assert desk.json("suppress", "lift", kept["suppression"], "--reason", "mistake")["lifted"]
    assert desk.json("suppress", "list") == []


def test_a_file_of_them(tmp_path: Path) -> None:
    desk = Command(tmp_path / "desk")
    (tmp_path / "stop.csv").write_text("Phone\n617-555-0142\n12\n", "utf-8")
    done = desk.json("suppress", "import", tmp_path / "stop.csv", "--reason", "national list")
    assert (done["rows"], done["added"], done["unread"]) == (2, 1, 1)
    assert done["problems"][0]["row"] == 3 and done["problems"][0]["says"]
    out = desk.json("export", "suppressions", "--out", tmp_path / "out.xlsx")
    assert out == {"file": str(tmp_path / "out.xlsx"), "rows": 1}
    again = desk("export", "suppressions", "--out", tmp_path / "out.xlsx")
    assert again.status == 1 and "--force" in again.err
    assert desk("export", "suppressions", "--out", tmp_path / "out.xlsx", "--force").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("firm.example",),
        ("--reason", "r"),
        ("import", "--reason", "r"),
        ("lift", "--reason", "r"),
        ("firm.example", "other.example", "--reason", "r"),
        ("firm.example", "--lead", "x", "--reason", "r"),
        ("firm.example", "--reason", "r", "--medium", "fax"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = Command(tmp_path / "desk")("suppress", *words)
    assert ran.status == 2 and "usage: bdr-desk suppress" in ran.err


def test_erasing_gives_its_proof(tmp_path: Path) -> None:
    desk = Command(tmp_path / "desk")
    tried = desk("erase", "+16175550142", "--reason", "letter", "--dry-run", "--json", env=NO_KEYRING).data
    assert tried["dry_run"] and tried["hashes_kept"] == 1
    done = desk("erase", "+16175550142", "--reason", "letter", "--json", env=NO_KEYRING).data
    assert done["erasure"] and "0142" not in str(done)
    known = desk("suppress", "617-555-0142", "--reason", "asked", "--json", env=NO_KEYRING).data
    assert (known["suppression"], known["kind"], known["value"]) == (None, "erased", "")
    (kept,) = desk("erase", "list", "--json").data
    assert (kept["erasure"], kept["reason"]) == (done["erasure"], "letter")
    assert kept["proof"]["rows"] == done["rows"] and kept["at"]


def test_erasing_needs_its_reason(tmp_path: Path) -> None:
    desk = Command(tmp_path / "desk")
    ran = desk("erase", "+16175550142")
    assert ran.status == 2 and "--reason" in ran.err
    assert desk("erase", "list").out == "Nobody was erased.\n"
