"""Address: where the team's database is. Read from a PostgreSQL URL, kept without its password.

What leaves this machine is encrypted, and the server's certificate is checked, name and all (libpq's sslmode=verify-full;
PostgreSQL manual, 32.19). Plain is only what goes to this machine itself: its loopback or a socket in its file system.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
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
    need_safe(found)
    return Address({key: value for key, value in found.items() if key not in _SECRET}), password


def is_local(params: Mapping[str, str]) -> bool:
    """Whether every host named is this very machine: its loopback, or a socket. As libpq, one that is not named is PGHOST's,
    and what stands in a service file is not known."""
    hosts = params.get("hostaddr") or params.get("host") or os.environ.get("PGHOST", "")
    return "service" not in params and all(_is_here(host.strip()) for host in hosts.split(","))


def _is_here(host: str) -> bool:
    if not host or host[0] in "/@" or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return os.name == "nt" and host[1:3] == ":\\"  # a socket's folder


def libpq_params(address: Address) -> dict[str, str]:
    """The address with what it takes to be safe. Raises TeamProblem when it asks for less."""
    params = dict(address.params)
    if is_local(params):
        return params
    need_safe(params)
    params["sslmode"] = _SAFE
    if "sslrootcert" not in params and (trusted := _trusted()):
        params["sslrootcert"] = trusted
    return params


_SAFE = "verify-full"


def need_safe(params: Mapping[str, str]) -> None:
    """Raises TeamProblem when `params` ask for less than a checked certificate, to another machine than this."""
    if params.get("sslmode", _SAFE) != _SAFE and not is_local(params):
        raise TeamProblem(
            f"With sslmode={params['sslmode']} somebody on the way could read along or pose as the team's database.",
            f"Write sslmode={_SAFE}, or leave it out: it is what is used. Unencrypted is only what stays on this machine.",
        )


_SYSTEM_SINCE = 160000  # libpq: sslrootcert=system


def _trusted() -> str:
    """The file of the certificates that are trusted where none is named: empty where libpq finds one by itself.

    libpq's own word for it, "system", asks the OpenSSL it was built with, and that of psycopg's wheels has no certificates:
    Python knows where the system keeps them.
    """
    import ssl

    from psycopg import pq

    folder = Path(os.environ["APPDATA"], "postgresql") if os.name == "nt" else Path.home() / ".postgresql"
    if "PGSSLROOTCERT" in os.environ or (folder / "root.crt").exists():
        return ""
    return ssl.get_default_verify_paths().cafile or ("system" if pq.version() >= _SYSTEM_SINCE else "")


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise TeamProblem("That URL does not say who logs in.", _ADVICE) from error
