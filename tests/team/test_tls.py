"""What leaves the machine is encrypted, and the server's certificate checked by libpq: its signature and its name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.errors import TeamProblem
from bdr_desk.queries.team import team_status
from tests.team.postgres import MemoryKeyring
from tests.team.tls import encrypting, signed_by_own_ca

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the door passes on to a socket file")


class Door:
    """`url(host)` is reached at the loopback, whatever the host is called."""

    def __init__(self, port: int, database: str, ca: Path) -> None:
        self.port, self.database, self.ca = port, database, ca

    def url(self, host: str = "db.example", ca: Path | None = None) -> str:
        params = f"hostaddr=127.0.0.1&port={self.port}&sslrootcert={ca or self.ca}"
        return f"postgresql://postgres@{host}/{self.database}?{params}"


@pytest.fixture
def door(team_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    # The test's server can only be at the loopback, which need not be encrypted: by name it is elsewhere.
    monkeypatch.setattr("bdr_desk.team.address._is_here", lambda host: host.startswith("/"))
    there = conninfo_to_dict(team_url)
    ca, cert, key = signed_by_own_ca(tmp_path, "team", "DNS:db.example")
    with encrypting(f"{there['host']}/.s.PGSQL.5432", cert, key) as port:
        yield Door(port, str(there["dbname"]), ca)


def test_a_team_over_tls(desk: Desk, door: Door, keyring: MemoryKeyring) -> None:
    team.create_team(desk, door.url())
    assert team.sync(desk).pending == 0
    status = team_status(desk)
    assert (status.connected, status.line) == (
        True,
        "Encrypted by TLS, the server's certificate was checked.",
    )


def test_a_certificate_that_is_not_trusted_or_for_another_name(
    desk: Desk, door: Door, tmp_path: Path
) -> None:
    other, _, _ = signed_by_own_ca(tmp_path, "other", "DNS:db.example")
    for url, says in (
        (door.url(ca=other), "was not signed by anybody this machine trusts"),
        (door.url("team.example"), "has a certificate for another name"),
        (door.url(ca=tmp_path / "none.crt"), "cannot be read"),
        (door.url().partition("&sslrootcert")[0], "was not signed by anybody this machine trusts"),
    ):
        with pytest.raises(TeamProblem) as caught:
            team.create_team(desk, url)
        assert says in caught.value.title
