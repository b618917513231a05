"""Finding whom a name may mean, without missing anybody and without looking at everybody."""

from hypothesis import example, given
from hypothesis import strategies as st

from bdr_desk.domain.likeness import Sure
from bdr_desk.domain.namesakes import MOST_COMPARED, Roster
from bdr_desk.domain.same_person import Person, same_person
from tests.domain.test_same_person import judged

GIVEN = ("Ada", "Bob", "Robert", "Liz", "Elizabeth", "Jürgen", "Juergen", "A.", "Min-jun", "Maria")
FAMILY = ("Okafor", "Hale", "Müller", "Mueller", "Kim", "Okafro", "Quintana Robles", "Quintana")


def at(name: str) -> Person:
    return Person(name, company="harbor")


def test_whoever_is_alike_is_found() -> None:
    """Filing may lose hardly any of the pairs that comparing them all would find."""
    alike = [pair for pair in judged() if same_person(pair.a, pair.b).sure >= Sure.LIKELY]
    lost = [pair for pair in alike if not any(Roster([(1, pair.b)]).near(pair.a.name))]
    print(f"{len(lost)} of {len(alike)} lost")
    assert len(lost) <= 0.01 * len(alike)


def test_nobody_is_near_nobody() -> None:
    assert not list(Roster[int]().near("Ada Okafor"))
    assert not list(Roster([(1, at("Ada Okafor"))]).near(""))


def test_of_very_many_only_some_are_compared() -> None:
    crowd = Roster(
        (n, at(f"Michael S{'abcdefgh'[n % 8]}{'lmnop'[n // 8 % 5]}ith{n // 40}")) for n in range(2000)
    )
    assert len(list(crowd.near("Michael Salith3"))) <= MOST_COMPARED


@example([("Liz", "Okafor"), ("Elizabeth", "Okafro")])  # a nickname, and a slip in the family's name
@example([("A.", "O'Brien"), ("Ada", "OBrien")])
@example([("Ada", "Berg"), ("Ada Maria", "van der Berg")])  # five words
@given(st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), max_size=12))
def test_a_roster_finds_what_comparing_all_finds(names: list[tuple[str, str]]) -> None:
    people = [(n, at(f"{given_name} {family}")) for n, (given_name, family) in enumerate(names)]
    for key, person in people:
        alike = {other for other, one in people if same_person(person, one).sure >= Sure.LIKELY}
        assert alike <= {other for other, _ in Roster(people).near(person.name)} | {key}
