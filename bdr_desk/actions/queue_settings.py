"""What a project settles about its queue, and how it goes on at this desk; what stands in the store is ranked anew with it."""

from bdr_desk.desk import Desk
from bdr_desk.domain.queue_settings import Mode, read_mode
from bdr_desk.queries.queue_settings import OWN_MODE
from bdr_desk.store.settings import put_setting


def choose_mode(desk: Desk, mode: str | None) -> Mode | None:
    """Go on after a call like this at this desk, whatever the project does; None goes with the project. Raises BadInput."""
    chosen = None if mode is None else read_mode(mode)
    with desk.write() as tx:
        put_setting(tx, OWN_MODE, chosen)
    return chosen
