"""Where somebody is, said by hand: who is nowhere known is not dialled until then."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_places import BY_HAND
from bdr_desk.domain.said_zone import said_zone
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import leads_of
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Contact, Lead, Project


def set_zone(desk: Desk, lead: UUID, zone_or_city: str) -> str:
    """The time zone (IANA, returned) of the person behind `lead`, over all that number and address say; in every project.

    Raises BadInput where `zone_or_city` names none (`domain.said_zone`), NotFound.
    """
    if not zone_or_city.strip():
        raise BadInput(
            "No time zone was said.", "Type a city, like New York, or a zone, like America/New_York."
        )
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        zone = said_zone(zone_or_city, tx.get_one(Project, row.project_id).region)
        person = tx.get_one(Contact, row.contact_id)
        person.zone = person.zones = zone
        person.zones_because = BY_HAND
        for known in leads_of(tx, person.id):
            known.zones = zone  # colleagues' desks are told this way
        return zone
