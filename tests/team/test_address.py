"""PostgreSQL URLs: read by libpq's rules, kept without the password."""

import pytest

from bdr_desk.errors import TeamProblem
from bdr_desk.team.address import read_url


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
    address, password = read_url("postgresql://ann:s3%40cret@db.example/team?sslmode=require")
    assert password == "s3@cret"
    assert "s3" not in repr(address)
    assert address.params["sslmode"] == "require"


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
        ("postgresql://ann@db.example:5433/team?sslmode=require", "postgresql://db.example:5433/team?sslmode=require"),
        ("postgresql://ann@%2Frun%2Fpostgresql/team", "postgresql:///team?host=/run/postgresql"),
        ("postgresql://ann@a.example:5432,b.example:5433/my%20team", "postgresql:///my%20team?host=a.example,b.example&port=5432,5433"),
    ],
)  # fmt: skip
def test_the_url_a_colleague_types_names_no_login(url: str, shown: str) -> None:
    address = read_url(url)[0]
    assert address.url == shown
    assert read_url(shown)[0].as_user(address.user) == address  # libpq reads the same place out of it
