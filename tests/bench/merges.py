"""Finding who may be one person in a whole project, beside comparing everybody with everybody on a sample.

python -m tests.bench.merges [CONTACTS]
"""

import random
import re
import tempfile
import tracemalloc
from itertools import combinations
from pathlib import Path
from uuid import UUID

from bdr_desk.app import open_desk
from bdr_desk.desk import Desk
from bdr_desk.domain.likeness import Sure
from bdr_desk.domain.matching import company_key, person_key
from bdr_desk.domain.namesakes import Roster
from bdr_desk.domain.person_names import SHORT_FORMS
from bdr_desk.domain.same_person import Person, same_person
from bdr_desk.queries.merges import possible_duplicates
from bdr_desk.queries.possible_duplicates import people_of
from bdr_desk.store.columns import new_key
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead
from tests.bench.watch import arguments, seconds_of
from tests.conftest import SHORT_DEFINITION

SAMPLE = 1000  # people compared all with all
TWICE = 20  # of so many people one stands there twice
CROWD = 50_000
STARTS = tuple(
    re.findall("...+?(?=[A-Z]|$)", "OkaHarMilBerStoWalTurGreCalPenLanThornAshBradColDunEverFalGarHol")
)
ENDS = (
    "for",
    "per",
    "ler",
    "gen",
    "ner",
    "ton",
    "by",
    "dal",
    "wick",
    "man",
    "son",
    "ski",
    "off",
    "ley",
    "worth",
    "ham",
    "field",
)


def people(count: int, chance: random.Random) -> list[tuple[str, str]]:
    """(name, company), three a company; one in `TWICE` is somebody before, spelled otherwise."""
    given = sorted(name.capitalize() for name in SHORT_FORMS)
    found: list[tuple[str, str]] = []
    for n in range(count):
        if n % TWICE == TWICE - 1:
            name, company = found[-1]
            first, last = name.split()
            found.append(
                (
                    chance.choice((f"{first[0]}. {last}", f"{last}, {first}", f"{first} {last}e", name)),
                    company,
                )
            )
        else:
            last = chance.choice(STARTS) + chance.choice(ENDS)
            found.append((f"{chance.choice(given)} {last}", f"Company {n // 3} {chance.choice(ENDS)} Ltd"))
    return found


def fill(desk: Desk, count: int) -> None:
    chance = random.Random(3)
    accounts: dict[str, UUID] = {}
    rows: dict[type, list[dict[str, object]]] = {
        Account: [],
        Contact: [],
        ContactPhone: [],
        ContactEmail: [],
        Lead: [],
    }
    with desk.write() as tx:
        project = add_project(tx, "Bench", region="US", definition=SHORT_DEFINITION)
        tx.flush()
        for n, (name, company) in enumerate(people(count, chance)):
            if company not in accounts:
                accounts[company] = new_key()
                rows[Account].append(
                    {"id": accounts[company], "name": company, "name_key": company_key(company)}
                )
            key, account = new_key(), accounts[company]
            rows[Contact].append(
                {"id": key, "account_id": account, "name": name, "name_key": person_key(name)}
            )
            e164 = f"+1617{300 + n // 10_000 % 600}{n % 10_000:04}"
            rows[ContactPhone].append({"id": new_key(), "contact_id": key, "e164": e164})
            address = f"p@home{n}.example"
            rows[ContactEmail].append(
                {"id": new_key(), "contact_id": key, "address": address, "address_key": address}
            )
            rows[Lead].append(
                {"id": new_key(), "project_id": project.id, "contact_id": key, "account_id": account}
            )
        for table, some in rows.items():
            tx.insert_many(table, some, about=("project", project.id))


def main() -> None:
    count = int(arguments()[0]) if arguments() else 100_000
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "data")
        fill(desk, count)
        found = possible_duplicates(desk)
        seconds = min(seconds_of(lambda: possible_duplicates(desk)) for _ in range(3))
        tracemalloc.start()
        possible_duplicates(desk)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{count:,} contacts: {found.total:,} pairs in {seconds:.2f} s, {peak / 2**20:.0f} MB at most")
        _all_with_all(desk, seconds / count)
        desk.store.close()
    _crowd()


def _all_with_all(desk: Desk, each: float) -> None:
    with desk.read() as session:
        some = list(people_of(session, [row for (row,) in session.query(Contact.id).limit(SAMPLE)]).values())
    seconds = seconds_of(lambda: sum(same_person(a, b).sure >= Sure.LIKELY for a, b in combinations(some, 2)))
    print(
        f"all with all of {SAMPLE:,}: {seconds:.2f} s, {seconds / SAMPLE / each:.0f} times as long for each, and quadratic"
    )


def _crowd() -> None:
    """One account of `CROWD` people, the worst there is; and one of eight, the usual."""
    chance = random.Random(5)
    crowd = [(n, Person(name, company="one")) for n, (name, _) in enumerate(people(CROWD, chance))]
    rosters: list[Roster[int]] = []
    filing = seconds_of(lambda: rosters.append(Roster(crowd)))
    asked = [person for _, person in crowd[: CROWD // 10]]
    finding = seconds_of(lambda: [_alike(rosters[0], person) for person in asked])
    small = Roster(crowd[:8])
    usual = seconds_of(lambda: [_alike(small, person) for person in asked])
    print(
        f"an account of {CROWD:,}: filing {filing / CROWD * 1e6:.0f} us each, finding {finding / len(asked) * 1e6:.0f} us each"
    )
    print(f"an account of 8: finding {usual / len(asked) * 1e6:.1f} us each")


def _alike(roster: Roster[int], person: Person) -> int:
    return sum(same_person(person, one).sure >= Sure.LIKELY for _, one in roster.near(person.name))


if __name__ == "__main__":
    main()
