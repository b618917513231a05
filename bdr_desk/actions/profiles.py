"""The ideal customer of a project: set, and every lead measured by it."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Profile, as_json, scorer
from bdr_desk.queries.rows import need
from bdr_desk.store.fits import refit
from bdr_desk.store.tables import Project


def set_profile(desk: Desk, project: UUID, profile: Profile) -> int:
    """Measure leads by `profile` from now on; returns how many were. An empty one takes the fits away. Raises NotFound."""
    with desk.write() as tx:
        need(tx, Project, project).profile = as_json(profile)
        return refit(tx, project, scorer(profile))
