"""Two real desks of one team, each with the same companies: what one holds the other does not offer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from bdr_desk.actions.calls import check_dialable, log_call
from bdr_desk.actions.claims import AHEAD, ClaimKeeper
from bdr_desk.desk import Desk
from bdr_desk.errors import Refused
from bdr_desk.queries.claimable import account_key
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.why_not import blocked
from bdr_desk.store.settings import put_setting
from bdr_desk.store.tables import Account, Claim, Project
from bdr_desk.team import claims, holding
from tests.conftest import StillClock
from tests.people import add_lead
from tests.team.desks import Two, rows

COMPANIES = tuple(
    f"{name} Mills" for name in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel")
)
LEASE = 180.0 * (1 - holding.MARGIN)


class Ticks:
    """A clock of leases that moves when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Seat:
    desk: Desk
    keeper: ClaimKeeper
    ticks: Ticks
    leads: dict[str, UUID]

    def offered(self) -> list[str]:
        return [item.account_name for item in call_queue(self.desk).items]

    def rules(self, company: str) -> list[str]:
        return [reason.rule for reason in explain(self.desk, self.leads[company]).reasons]


def seat(desk: Desk, project: UUID) -> Seat:
    with desk.write() as tx:
        row = tx.get(Project, project) or Project(id=project, name="Northwind", region="US")
        tx.add(row)
        put_setting(tx, "project", str(project))
    leads = {
        company: add_lead(desk, row, f"Person {n}", company, (f"+161755501{n:02}",), (), place=n)
        for n, company in enumerate(COMPANIES)
    }
    ticks = Ticks()
    return Seat(desk, ClaimKeeper(desk, ticks), ticks, leads)


@pytest.fixture
def seats(two: Two) -> Iterator[tuple[Seat, Seat]]:
    project = UUID(int=7)
    ada, rhea = seat(two.ada, project), seat(two.rhea, project)
    yield ada, rhea
    ada.keeper.close()
    rhea.keeper.close()


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """The team's database takes no connection, not even its owner's, and cuts those it has."""
    with psycopg.connect(url) as there:
        name = there.info.dbname
    with psycopg.connect(url.replace(f"/{name}", "/postgres"), autocommit=True) as boss:
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        boss.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        boss.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        yield
        boss.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


def test_the_head_of_one_queue_leaves_the_others_and_comes_back(seats: tuple[Seat, Seat]) -> None:
    ada, rhea = seats
    assert ada.keeper.refresh().state == "on"
    assert rhea.offered() == list(COMPANIES), "nothing is known here yet"
    rhea.keeper.refresh()
    assert rhea.offered() == list(COMPANIES[AHEAD:])
    assert ada.offered() == list(COMPANIES)
    assert rhea.rules(COMPANIES[0]) == ["claimed"]
    assert "Ada Bell" in explain(rhea.desk, rhea.leads[COMPANIES[0]]).reasons[0].says
    with pytest.raises(Refused, match="Ada Bell is working"):
        check_dialable(rhea.desk, rhea.leads[COMPANIES[0]], "+16175550100")
    ada.keeper.close()
    rhea.keeper.refresh()
    assert rhea.offered() == list(COMPANIES)


def test_what_is_in_hand_is_held_and_what_was_logged_is_given_back(seats: tuple[Seat, Seat]) -> None:
    ada, rhea = seats
    last, first = COMPANIES[-1], COMPANIES[0]
    assert ada.keeper.refresh(ada.leads[last]).hand == ada.leads[last]
    rhea.keeper.refresh()
    assert last not in rhea.offered()
    assert rhea.keeper.refresh(rhea.leads[last]).hand is None, "somebody has it in hand"
    ada.keeper.refresh()  # another was taken
    assert rhea.keeper.refresh(rhea.leads[last]).hand == rhea.leads[last]
    log_call(ada.desk, ada.leads[first], "no_answer", phone="+16175550100")
    ada.keeper.refresh()
    rhea.keeper.refresh()
    assert rhea.offered() == [first, *COMPANIES[AHEAD:]]


def test_offline_a_desk_works_only_what_it_holds(
    two: Two, seats: tuple[Seat, Seat], clock: StillClock
) -> None:
    ada, rhea = seats
    ada.keeper.refresh()
    rhea.keeper.refresh()
    with stopped(two.url):
        assert ada.keeper.refresh().state == "offline"
        assert rhea.keeper.refresh().state == "offline"
        assert ada.offered() == list(COMPANIES[:AHEAD])
        assert rhea.offered() == list(COMPANIES[AHEAD:]), "its own holds, behind Ada's"
        view = call_queue(ada.desk)
        assert (view.callable_now, view.offline) == (AHEAD, f"Offline: {AHEAD} accounts held until 10:02")
        assert ada.rules(COMPANIES[-1]) == ["claim"]
        assert rhea.rules(COMPANIES[0]) == ["claimed", "claim"]
        told = blocked(ada.desk)
        assert (told.callable_now, [(row.rule, row.count) for row in told.rows]) == (AHEAD, [("claim", 3)])
        with pytest.raises(Refused, match="team cannot be reached"):
            check_dialable(ada.desk, ada.leads[COMPANIES[-1]], "+16175550107")
        clock.forward(seconds=LEASE + 20)  # what Ada holds may be free by now
        rhea.ticks.at += LEASE + 20
        rhea.keeper.refresh()
        assert rhea.offered() == []
        assert rhea.rules(COMPANIES[0]) == ["claim"]
        assert call_queue(rhea.desk).offline == "Offline: no account is held"
    assert rhea.keeper.refresh().state == "on"
    assert call_queue(rhea.desk).offline == ""


def test_a_hold_lapses_by_ticks_though_the_desks_clock_stands(two: Two, seats: tuple[Seat, Seat]) -> None:
    ada, _ = seats
    assert ada.keeper.refresh().again == 45.0
    with stopped(two.url):
        ada.ticks.at += LEASE - 10
        assert ada.keeper.refresh().again == pytest.approx(10.0), "asked again when the leases end"
        assert ada.offered() == list(COMPANIES[:AHEAD])
        ada.ticks.at += 11
        ada.keeper.refresh()
        assert ada.offered() == []


def test_nobody_looks_for_the_team_any_more(two: Two, seats: tuple[Seat, Seat], clock: StillClock) -> None:
    """A desk that was closed, or killed, while it was offline keeps nothing back for long."""
    ada, rhea = seats
    ada.keeper.refresh()
    rhea.keeper.refresh()
    with stopped(two.url):
        ada.keeper.refresh()
        rhea.keeper.refresh()
        ada.keeper.close()
        assert ada.offered() == list(COMPANIES)
        assert rhea.rules(COMPANIES[0]) == ["claimed", "claim"]
        clock.forward(minutes=4)
        assert rhea.offered() == list(COMPANIES)


def test_alone_nothing_is_restricted_and_nothing_is_kept(desk: Desk) -> None:
    one = seat(desk, UUID(int=7))
    holding_now = one.keeper.refresh(one.leads[COMPANIES[0]])
    assert (holding_now.state, holding_now.again) == ("alone", 0.0)
    assert (rows(desk, Claim), one.offered()) == (0, list(COMPANIES))
    one.keeper.close()


def test_in_a_team_without_claims_all_goes_on(
    seats: tuple[Seat, Seat], two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, _ = seats
    monkeypatch.setattr(claims, "CLAIMS_SHAPE", 1000)  # as on a database that nobody upgraded
    assert ada.keeper.refresh().state == "not_yet"
    with stopped(two.url):
        assert ada.keeper.refresh().state == "offline"
        assert (rows(ada.desk, Claim), ada.offered()) == (0, list(COMPANIES))


def test_renewing_is_no_news_but_who_holds_is(seats: tuple[Seat, Seat], clock: StillClock) -> None:
    ada, _ = seats
    heard: list[bool] = []
    ada.desk.store.on_changes(lambda changes: heard.append(changes.touches("claim")))
    ada.keeper.refresh()
    assert any(heard)
    heard.clear()
    clock.forward(seconds=45)
    ada.ticks.at += 45
    ada.keeper.refresh()
    assert not any(heard)
    with ada.desk.read() as session:
        untils = set(session.scalars(select(Claim.until)))
    assert untils == {clock() + (min(untils) - clock())}


@pytest.mark.parametrize(
    ("name", "name_key", "domain", "key"),
    [
        ("Alder Mills", "alder mills", "alder.example", "alder mills"),
        ("???", "", "alder.example", "alder.example"),
        ("???", "", None, "???"),
        ("", "", None, str(UUID(int=3))),
    ],
)
def test_every_account_has_a_text(name: str, name_key: str, domain: str | None, key: str) -> None:
    assert account_key(Account(id=UUID(int=3), name=name, name_key=name_key, domain=domain)) == key
