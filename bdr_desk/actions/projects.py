"""What a project is set up with: who it calls for, what it offers, when it calls, and which rep takes its meetings."""

from typing import Any
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.phone import is_region
from bdr_desk.domain.settings import check_days, check_hours
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.rows import need
from bdr_desk.store.settings import put_setting
from bdr_desk.store.tables import Project, User

_SETTABLE = frozenset(
    ("caller_company", "offer", "call_from", "call_until", "call_days", "rep_id", "region", "sample")
)


def set_up_project(desk: Desk, project: UUID, **values: Any) -> None:
    """Change some of a project's columns: caller_company, offer, call_from and call_until (minutes after local midnight),
    call_days (digits, Monday 0), rep_id, region, sample. Raises BadInput, NotFound.
    """
    unknown = set(values) - _SETTABLE
    if unknown:
        raise TypeError(f"not a setting of a project: {', '.join(unknown)}")
    with desk.write() as tx:
        row = need(tx, Project, project)
        if values.get("rep_id") and tx.get(User, values["rep_id"]) is None:
            raise NotFound("There is no such rep.", "Add the rep first.")
        for name, value in values.items():
            setattr(row, name, value)
        check_hours(row.call_from, row.call_until)
        check_days(row.call_days)
        if not is_region(row.region):
            raise BadInput(
                f"“{row.region}” is not a country the desk knows.", "Write its two letters, like US or DE."
            )


def use_project(desk: Desk, project: UUID) -> None:
    """Work on `project` from now on. Raises NotFound."""
    with desk.write() as tx:
        put_setting(tx, "project", str(need(tx, Project, project).id))
