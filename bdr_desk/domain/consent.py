"""Consent to be written to: for which media it is asked, and how somebody can have given it.

E-mail and messages that advertise need it in many countries (Germany: UWG §7; Canada: CASL s. 6; Britain: PECR reg. 22), and
whoever writes has to be able to show who gave it, when and how (GDPR art. 7 (1)); it is taken back as easily as it was given
(art. 7 (3)). A cadence says of which touches it asks consent.
"""

from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import CALLING, MEDIA
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput

ASKED = tuple(medium for medium in MEDIA if medium not in CALLING)
HOWS = ("phone", "email", "form", "letter", "in person")


def read_medium(text: str) -> Medium:
    """Raises BadInput naming the media there are."""
    found = next((medium for medium in ASKED if medium == text.strip().lower()), None)
    if found is None:
        raise BadInput(f"“{text}” needs no consent here.", f"Name one of: {', '.join(ASKED)}.")
    return found


def read_how(text: str) -> str:
    """How they said so. Raises BadInput."""
    found = text.strip().lower()
    if found not in HOWS:
        raise BadInput(f"“{text}” is no way to agree.", f"Name one of: {', '.join(HOWS)}.")
    return found


def in_words(medium: Medium, given: bool, how: str, said: str) -> str:
    """ "E-mail: agreed by phone, “Send it to me”"; "E-mail: no longer"."""
    by = f" {how}" if how == "in person" else f" by {'e-mail' if how == 'email' else how}" if how else ""
    words = f", “{said}”" if said else ""
    return f"{TITLES[medium]}: {'agreed' if given else 'no longer'}{by}{words}"


def in_short(medium: Medium, given: bool) -> str:
    """ "agreed to e-mail"; "e-mail: took it back"."""
    title = TITLES[medium].lower()
    return f"agreed to {title}" if given else f"{title}: took it back"
