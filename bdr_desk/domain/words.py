"""The field's words, as values: roles, stages, media, kinds of number, parts in a decision."""

from enum import StrEnum


class Role(StrEnum):
    BDR = "bdr"
    LEAD = "lead"  # team lead
    REP = "rep"  # outside rep, account executive
    MARKETER = "marketer"
    ADMIN = "admin"


class Stage(StrEnum):
    """Where a lead stands. It can go back as well as forward."""

    NEW = "new"
    WORKING = "working"
    MEETING = "meeting"  # passed to a rep with a meeting
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_READY = "not_ready"  # comes back on its revisit date
    NO_NUMBER = "no_number"  # every number turned out wrong or dead
    CLOSED = "closed"


STAGE_SAYS: dict[str, str] = {
    Stage.NEW: "new",
    Stage.WORKING: "being worked",
    Stage.MEETING: "meeting booked",
    Stage.ACCEPTED: "accepted by the rep",
    Stage.REJECTED: "rejected by the rep",
    Stage.NOT_READY: "not ready yet",
    Stage.NO_NUMBER: "needs a working number",
    Stage.CLOSED: "closed",
}


class Next(StrEnum):
    """What the queue waits for."""

    FRESH = "fresh"
    RETRY = "retry"
    CALLBACK = "callback"
    NONE = "none"


class Medium(StrEnum):
    CALL = "call"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    INVITATION = "invitation"
    LETTER = "letter"
    NOTE = "handwritten note"
    POSTCARD = "postcard"
    ARTICLE = "article"
    SOCIAL = "social"
    VISIT = "visit"


REPLY = "reply"  # a touch of theirs: kept among ours, and part of no cadence


class DecisionRole(StrEnum):
    """A person's part in the decision, as the account map shows it."""

    DECIDES = "decides"
    SIGNS = "signs"
    CHAMPION = "champion"
    INFLUENCES = "influences"
    USES = "uses"
    BLOCKS = "blocks"
    GATEKEEPER = "gatekeeper"
