"""Address: where the team's database is. Read from a PostgreSQL URL, kept without its password."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bdr_desk.errors import TeamProblem

_SECRET = frozenset({"password", "sslpassword"})
_ADVICE = "Write it like postgresql://name@db.example/team, or postgresql://name@/team?host=/socket/folder."


@dataclass(frozen=True, repr=False)
class Address:
    """libpq's connection parameters (PostgreSQL manual, 32.1.2), never a password."""

    params: Mapping[str, str]

    @property
    def user(self) -> str:
        return self.params["user"]

    @property
    def account(self) -> str:
        """The keyring's name for the password: login@host/database."""
        return f"{self.user}@{self.place}"

    @property
    def place(self) -> str:
        """host/database, as people read it."""
        return f"{self.params.get('host', 'localhost')}/{self.params['dbname']}"

    @property
    def url(self) -> str:
        """The address as another member types it: without login and password."""
        rest = {key: value for key, value in self.params.items() if key not in ("user", "dbname")}
        host, port = rest.get("host", ""), rest.get("port", "")
        plain = bool(host) and not set(host + port) & set("/,")
        if plain:
            rest = {key: value for key, value in rest.items() if key not in ("host", "port")}
        where = (f"{host}:{port}" if port else host) if plain else ""
        more = f"?{urlencode(rest, safe='/,')}" if rest else ""
        return f"postgresql://{where}/{quote(self.params['dbname'], safe='')}{more}"

    def as_user(self, login: str) -> "Address":
        return Address({**self.params, "user": login})


def read_url(text: str) -> tuple[Address, str | None]:
    """The address in a PostgreSQL URL, and the password if it holds one. libpq does the reading: sockets and several
    hosts are its own. Raises TeamProblem."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    url = text.strip().replace("postgresql+psycopg://", "postgresql://", 1)
    if not url.startswith(("postgresql://", "postgres://")):
        raise TeamProblem("That is not a PostgreSQL URL.", _ADVICE)  # never echoed: it may hold a password
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error as error:
        raise TeamProblem("That PostgreSQL URL cannot be read.", _ADVICE) from error
    if not all(port.isdigit() or not port for port in found.get("port", "").split(",")):
        raise TeamProblem("That PostgreSQL URL has a port that is not a number.", _ADVICE)
    database = found.get("dbname") or found.get("user")
    if not database:
        raise TeamProblem("That URL does not name a database.", _ADVICE)
    found |= {"dbname": database, "user": found.get("user") or _login_name()}
    password = found.get("password")
    return Address({key: value for key, value in found.items() if key not in _SECRET}), password


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise TeamProblem("That URL does not say who logs in.", _ADVICE) from error
