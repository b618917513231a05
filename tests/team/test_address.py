"""PostgreSQL URLs: read by libpq's rules, kept without the password."""

from pathlib import Path

import pytest

from bdr_desk.errors import TeamProblem
from bdr_desk.team.address import Address, libpq_params, read_url


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("postgresql://ann:s3cret@db.example/team", "ann@db.example/team"),
        ("postgresql+psycopg://ann@db.example:5433/team", "ann@db.example/team"),
        ("postgres://ann:@/team?host=/run/postgresql", "ann@/run/postgresql/team"),
        ("postgresql://ann@%2Frun%2Fpostgresql/team", "ann@/run/postgresql/team"),
        ("postgresql://ann@a.example:5432,b.example:5433/team?target_session_attrs=read-write", "ann@a.example,b.example/team"),
        ("postgresql://ann@/", "ann@localhost/ann"),
    ],
)  # fmt: skip
def test_urls_people_have(url: str, account: str) -> None:
    assert read_url(url)[0].account == account


def test_the_password_is_given_apart_and_appears_nowhere() -> None:
    address, password = read_url("postgresql://ann:s3%40cret@db.example/team?sslmode=verify-full")
    assert password == "s3@cret"
    assert "s3" not in repr(address)
    assert address.params["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "url",
    ["", "db.example", "mysql://ann:s3cret@db.example/team", "postgresql://ann:s3cret@db.example:x/team",
     "postgresql://ann:s3cret@db.example/team?nonsense=1", "postgresql://%zz/team", "host=db.example password=s3cret"],
)  # fmt: skip
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(TeamProblem) as caught:
        read_url(url)
    assert "postgresql://name@db.example/team" in caught.value.advice
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:s3cret@db.example/team", "postgresql://db.example/team"),
        ("postgresql://ann@db.example:5433/team?sslrootcert=/ca.crt", "postgresql://db.example:5433/team?sslrootcert=/ca.crt"),
        ("postgresql://ann@%2Frun%2Fpostgresql/team", "postgresql:///team?host=/run/postgresql"),
        ("postgresql://ann@a.example:5432,b.example:5433/my%20team", "postgresql:///my%20team?host=a.example,b.example&port=5432,5433"),
    ],
)  # fmt: skip
def test_the_url_a_colleague_types_names_no_login(url: str, shown: str) -> None:
    address = read_url(url)[0]
    assert address.url == shown
    assert read_url(shown)[0].as_user(address.user) == address  # libpq reads the same place out of it


@pytest.mark.parametrize(
    "url",
    ["postgresql://ann@localhost/team", "postgresql://ann@127.0.0.1:5433/team?sslmode=disable", "postgresql://ann@[::1]/team",
     "postgresql://ann@/team?host=/run/postgresql", "postgresql://ann@/team", "postgresql://ann@/team?host=/run,localhost",
     "postgresql://ann@db.example/team?hostaddr=127.0.0.2&sslmode=prefer"],
)  # fmt: skip
def test_what_stays_on_this_machine_is_left_as_it_is(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGHOST", raising=False)
    address = read_url(url)[0]
    assert libpq_params(address) == address.params


@pytest.mark.parametrize(
    "url",
    ["postgresql://ann@db.example/team", "postgresql://ann@192.0.2.7/team", "postgresql://ann@localhost,db.example/team",
     "postgresql://ann@localhost/team?hostaddr=192.0.2.7", "postgresql://ann@/team?service=there",
     "postgresql://ann@localhost.db.example/team?sslmode=verify-full"],
)  # fmt: skip
def test_what_leaves_it_is_encrypted_and_checked(url: str) -> None:
    params = libpq_params(read_url(url)[0])
    assert params["sslmode"] == "verify-full"
    assert libpq_params(Address({**params, "sslrootcert": "/ca.crt"}))["sslrootcert"] == "/ca.crt"


def test_without_a_host_it_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert libpq_params(read_url("postgresql://ann@/team")[0])["sslmode"] == "verify-full"


def test_trusted_is_whom_the_system_trusts_unless_the_team_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.delenv("PGSSLROOTCERT", raising=False)
    address = read_url("postgresql://ann@db.example/team")[0]
    assert libpq_params(address)["sslrootcert"]
    monkeypatch.setenv("PGSSLROOTCERT", "/ca.crt")
    assert "sslrootcert" not in libpq_params(address)


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_less_is_refused_with_what_to_write(mode: str) -> None:
    with pytest.raises(TeamProblem) as caught:
        read_url(f"postgresql://ann:s3cret@db.example/team?sslmode={mode}")
    assert f"sslmode={mode}" in caught.value.title and "Write sslmode=verify-full" in caught.value.advice
    assert "s3cret" not in str(caught.value)
    with pytest.raises(TeamProblem):  # one that was kept by an older program
        libpq_params(Address({"user": "ann", "host": "db.example", "dbname": "team", "sslmode": mode}))
