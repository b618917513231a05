"""What a project asks of its lists: how grave each hygiene rule is, and after how many days a record is stale.

It holds for the lists that come in from then on; rows that stand in quarantine stay there until somebody looks at them.
"""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.list_terms import with_days, with_rule
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Project


def set_rule(desk: Desk, project: UUID, rule: str, what: str | None) -> None:
    """Make `rule` "off", "warn" or "quarantine" in `project`; None goes back to the rule's own.

    Raises NotFound: no such project or rule; BadInput: no such gravity; Refused: a rule that holds everywhere.
    """
    with desk.write() as tx:
        row = need(tx, Project, project)
        row.rules = with_rule(row.rules, rule, what, sample=row.sample)


def set_stale_days(desk: Desk, project: UUID, stale: int, very_stale: int) -> None:
    """Call a record stale, and very stale, so many days after it was last checked. Raises BadInput, NotFound."""
    with desk.write() as tx:
        row = need(tx, Project, project)
        row.rules = with_days(row.rules, stale, very_stale)
