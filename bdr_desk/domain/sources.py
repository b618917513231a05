"""Where leads come from: the kinds of source, and how one is named."""

from dataclasses import dataclass

from bdr_desk.errors import BadInput

KINDS: dict[str, str] = {
    "trade_show": "trade show",
    "webinar": "webinar",
    "purchase": "purchase",
    "website": "website",
    "referral": "referral",
    "client_database": "client database",
    "cold_research": "cold research",
    "other": "other",
}


@dataclass(frozen=True)
class SourceName:
    """`kind` is a key of `KINDS`, `detail` says which one."""

    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.detail}" if self.detail else self.kind


def read_source(text: str) -> SourceName:
    """KIND or KIND:DETAIL, the kind in any case and with spaces, hyphens or underscores. Raises BadInput."""
    kind, _, detail = text.partition(":")
    key = "_".join(kind.strip().lower().replace("-", " ").replace("_", " ").split())
    if key not in KINDS:
        raise BadInput(f"“{kind.strip()}” is not a kind of source.", f"Use one of: {', '.join(KINDS)}.")
    return SourceName(key, detail.strip())
