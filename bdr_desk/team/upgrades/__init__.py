"""How the team's database grew: one list, each step only adds, so that older desks keep working on it.

Step n brings a database of shape n to shape n + 1. `{schema}` and `{group}` (the members' role) are filled in by `team.shape`.
"""

from bdr_desk.team.upgrades.access import ACCESS, WHO
from bdr_desk.team.upgrades.claims import CLAIMS
from bdr_desk.team.upgrades.parts import PARTS
from bdr_desk.team.upgrades.sync import SYNC

UPGRADES: tuple[tuple[str, ...], ...] = (CLAIMS, SYNC, (*WHO, *PARTS, *ACCESS))
