"""The ideal customer of a project, and how one lead fits."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Fit, LeadFacts, Profile, fit, from_json
from bdr_desk.errors import NotFound
from bdr_desk.files.profile_file import read_profile_file
from bdr_desk.queries.projects import need_project
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import Account, Contact, Project


@dataclass(frozen=True, repr=False)
class ProfileView:
    """`scored` leads of the project have a fit; `fitting` of them one above the middle."""

    project: UUID
    name: str
    profile: Profile
    leads: int
    scored: int
    fitting: int


def profile_view(desk: Desk, project: str | None = None) -> ProfileView:
    """Of the project of that name, else of the current one. Raises NotFound."""
    with desk.read() as session:
        row = need_project(session) if project is None else project_named(session, project)
        if row is None:
            raise NotFound(f"There is no project “{project}”.", "Check its name, or name none.")
        statement = "SELECT count(*), count(fit), coalesce(sum(fit > 50), 0) FROM lead WHERE project_id = ?"
        counts = session.connection().exec_driver_sql(statement, (row.id,)).one()
        return ProfileView(row.id, row.name, from_json(row.profile), *counts)


def fit_in(project: Project, contact: Contact, account: Account) -> Fit | None:
    """How somebody fits the project's ideal profile, with the reasons; None where there is no profile."""
    profile = from_json(project.profile)
    facts = LeadFacts(contact.title, account.industry, account.size, account.country, account.state)
    return fit(facts, profile) if profile else None


def profile_in(path: Path) -> Profile:
    """The profile a file (TOML or JSON) describes. Raises FileProblem, BadInput."""
    return from_json(read_profile_file(path))
