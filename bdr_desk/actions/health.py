"""Putting right what `doctor` finds broken."""

from bdr_desk.desk import Desk
from bdr_desk.store import search_words


def mend(desk: Desk) -> None:
    """Make the search index anew where somebody cannot be found, or somebody gone can. Nothing else is touched."""
    with desk.write() as tx:
        if any(search_words.check(tx.connection())):
            search_words.rebuild(tx.connection())
