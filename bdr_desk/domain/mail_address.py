"""E-mail addresses as lists hold them: found in a cell, compared without regard to case."""

import re

from bdr_desk.errors import BadInput

# A practical subset of RFC 5322 §3.4.1: dot-less domains, quoted local parts and address literals are left out.
_PART = r"[^\s@,;:<>()\[\]\"\\.]+"
_ADDRESS = re.compile(rf"(?<![^\s,;:<>()\[\]\"]){_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")

# Mailbox providers: such a domain says nothing about the company somebody works for.
_PROVIDERS = frozenset(
    (
        "aol.com", "bluewin.ch", "comcast.net", "fastmail.com", "free.fr", "gmail.com", "gmx.at", "gmx.ch", "gmx.de",
        "gmx.net", "googlemail.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "icloud.com", "laposte.net",
        "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com", "proton.me",
        "protonmail.com", "qq.com", "sfr.fr", "t-online.de", "wanadoo.fr", "web.de", "yahoo.com", "yahoo.co.uk",
        "yahoo.de", "yahoo.fr", "yandex.ru", "163.com",
    )
)  # fmt: skip


def addresses_in(text: str) -> tuple[str, ...]:
    """The e-mail addresses in `text` ("Ann Lee <ann@lee.example>; info@lee.example"), in order, each once."""
    if "@" not in text:
        return ()
    found = (match.group().removeprefix("mailto:") for match in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(found))


def is_address(text: str) -> bool:
    """Whether `text` is one address and nothing else."""
    return addresses_in(text) == (text,)


def not_an_address(text: str, advice: str = "Write it like ann@firm.example.") -> BadInput:
    """What is said of a text that is none."""
    return BadInput(f"“{text.strip()}” is not an e-mail address.", advice)


def address_key(address: str) -> str:
    """The form in which two spellings of one address are equal."""
    return address.strip().lower()


def name_in(address: str) -> str:
    """A name to begin with for somebody known by an address alone: ann.lee@ is Ann Lee."""
    words = address.partition("@")[0].replace("_", ".").split(".")
    return " ".join(word.capitalize() for word in words if word) or address


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def is_provider(domain: str) -> bool:
    """Whether `domain` hands out mailboxes to anybody."""
    return domain in _PROVIDERS
