"""Numbers with their words."""

from bdr_desk.domain.counting import counted, worded


def test_one_is_one_and_all_else_several() -> None:
    assert [counted(n, "row") for n in (0, 1, 2, 12_300)] == ["0 rows", "1 row", "2 rows", "12,300 rows"]
    assert counted(1, "person", "people") == "1 person" and counted(2, "person", "people") == "2 people"
    assert worded(1, "waits", "wait") == "waits" and worded(3, "waits", "wait") == "wait"
