"""Personal data cannot reach a log by accident."""

import contextlib
import dataclasses
import importlib
import logging
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

import bdr_desk
from bdr_desk import log
from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.desk import Desk
from bdr_desk.domain.phone import parse
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.search import search
from bdr_desk.store.tables import Project, User
from tests.people import add_lead


def test_what_is_shown_of_people_in_code_is_masked(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    items = call_queue(desk)
    log_call(desk, lead, "conversation", answers=[Answered("need", "secret need")], note="secret note")
    views = [items, lead_view(desk, lead), search(desk, "okafor"), parse("+16175550142", "US")]
    views.append(CallDraft(lead, desk.clock(), note="secret note"))
    shown = " ".join(repr(view) for view in views)
    for private in ("Ada", "Okafor", "5550142", "555-0142", "harbor.example", "secret"):
        assert private not in shown


# Fields that hold what people are called, how they are reached, what they said, or what opens a login.
PRIVATE = frozenset(
    (
        "name", "given_name", "family_name", "account_name", "rep_name", "contact_name", "passed_by", "author", "said_by", "who",
        "email", "emails", "phone", "phones", "address", "addresses", "e164", "as_typed", "reach", "person", "people", "company",
        "domain", "note", "notes", "text", "value", "values", "answers", "summary", "agenda", "subject", "place", "about",
        "waived_reason", "next_why", "cells", "rows", "sample", "code", "password", "params", "steps",
    )
)  # fmt: skip
# Classes, and whole modules, whose fields of such a name tell nothing about a person.
IMPERSONAL = (
    "actions.exports.Exported", "actions.suppressions._Counts", "domain.columns.", "domain.comparison.", "domain.handoff.Due",
    "domain.hygiene.rules.", "domain.import_report.Progress", "domain.intervals.",
    "domain.list_rows.Tally", "domain.merge_fields.", "domain.qualification.",
    "domain.script.", "domain.time_zones.", "files.sample_file.", "files.script_file.", "files.vcard_lines._Head",
    "queries.leads.LocalTime", "queries.quarantine.RuleCount",
    "queries.lists.ListView", "queries.projects.", "queries.scripts.AvailableScript", "team.connection._Saying",
)  # fmt: skip


def plain_classes() -> Iterator[type[Any]]:
    """Every dataclass and named tuple below the window."""
    for module in pkgutil.walk_packages(bdr_desk.__path__, "bdr_desk."):
        if module.name.startswith(("bdr_desk.ui", "bdr_desk.store.migrations", "bdr_desk.__main__")):
            continue
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and found.__module__ == module.name and fields_of(found):
                yield found


def fields_of(found: type[Any]) -> tuple[str, ...]:
    if dataclasses.is_dataclass(found):
        return tuple(field.name for field in dataclasses.fields(found))
    return tuple(getattr(found, "_fields", ()))


def shown_with(found: type[Any], name: str) -> str:
    """How an object shows itself of which only the field `name` is filled."""
    values = {field: "Okafor" if field == name else None for field in fields_of(found)}
    if not dataclasses.is_dataclass(found):
        return repr(found(**values))
    one = object.__new__(found)
    for field, value in values.items():
        object.__setattr__(one, field, value)
    with contextlib.suppress(TypeError):  # it cuts a number that is not there
        return repr(one)
    return ""


@pytest.mark.parametrize("found", [*plain_classes()], ids=lambda found: found.__qualname__)
def test_no_class_shows_what_it_knows_of_people(found: type[Any]) -> None:
    place = f"{found.__module__}.{found.__qualname__}".removeprefix("bdr_desk.")
    for name in PRIVATE & set(fields_of(found)):
        assert place.startswith(IMPERSONAL) or "Okafor" not in shown_with(found, name), (
            f"{place}: say repr=False"
        )


def test_sql_errors_come_without_their_values(desk: Desk) -> None:
    with pytest.raises(IntegrityError) as raised, desk.write() as tx:
        for _ in range(2):
            tx.add(User(name="Rob Hale", email="rob.hale@dockline.example", role="rep", time_zone="UTC"))
    assert "rob.hale" not in str(raised.value)


def test_the_log_is_a_file_of_the_desk(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    log.start_log(tmp_path)
    logging.getLogger("bdr_desk").error("something broke")
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    logging.captureWarnings(False)
    assert "something broke" in (tmp_path / "logs" / "desk.log").read_text("utf-8")


def test_no_log_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    log.start_log(tmp_path)
