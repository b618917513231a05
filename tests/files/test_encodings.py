"""Encodings: certain where they can be, guessed well where they cannot, and overruled."""

from pathlib import Path

import pytest

from bdr_desk.errors import BadInput
from bdr_desk.files.encoding_guess import guess_encoding
from bdr_desk.files.encodings import ENCODINGS
from bdr_desk.files.list_file import open_list
from tests.files.samples_of_encodings import SAMPLES

CASES = [(name, codec) for name, (codecs, _) in SAMPLES.items() for codec in codecs]


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_names_are_read_with_their_own_letters(tmp_path: Path, name: str, codec: str) -> None:
    _, text = SAMPLES[name]
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(codec, "replace"))
    file = open_list(path)
    lines = text.encode(codec, "replace").decode(codec).splitlines()
    assert [cells for _, cells in file.rows()] == [line.split(file.delimiter) for line in lines[1:]]
    assert not file.encoding_sure
    assert file.encoding in ENCODINGS


@pytest.mark.parametrize("name", SAMPLES)
def test_unicode_is_certain(tmp_path: Path, name: str) -> None:
    _, text = SAMPLES[name]
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        path = tmp_path / f"{codec}.csv"
        path.write_bytes(text.encode(codec))
        file = open_list(path)
        assert file.encoding_sure
        assert next(file.rows())[1] == text.splitlines()[1].split(file.delimiter)


@pytest.mark.parametrize(
    "text", ["Café", "Müller", "Señor Ibáñez", "O’Neil – 5 €", "100 m²", "Fürth", "CAFÉ", "Zoë"]
)
def test_a_word_alone_is_read_as_the_usual_encoding(text: str) -> None:
    line = f"Company,City\n{text},Boston\n"
    assert line.encode("cp1252").decode(guess_encoding(line.encode("cp1252"))) == line


def test_a_rare_letter_far_down_is_found(tmp_path: Path) -> None:
    _, text = SAMPLES["polish"]
    head, *lines = text.splitlines(keepends=True)
    path = tmp_path / "x.csv"
    path.write_bytes((head + "Harbour;Ann Lee;Boston\n" * 80_000 + "".join(lines)).encode("cp1250"))
    assert path.stat().st_size > 1 << 20
    assert [cells for _, cells in open_list(path).rows()][-1] == lines[-1].strip().split(";")


def test_a_person_may_overrule_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Company,City\nŻółw,Łódź\n".encode("cp1250"))
    file = open_list(path, encoding="cp852")
    assert (file.encoding, file.encoding_sure) == ("cp852", True)
    assert next(open_list(path, encoding="Windows-1250").rows())[1] == ["Żółw", "Łódź"]
    for wrong in ("klingon", "rot13", "base64", "x\0y", "idna", "unicode_escape"):
        with pytest.raises(BadInput, match="encoding"):
            open_list(path, encoding=wrong)


@pytest.mark.parametrize("codec", ENCODINGS)
def test_every_encoding_offered_exists(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Company,City\nElm,Boston\n".encode(codec))
    assert next(open_list(path, encoding=codec).rows())[1] == ["Elm", "Boston"]
