"""E-mail addresses as lists hold them: found in a cell, compared without regard to case."""

import re

from bdr_desk.errors import BadInput

# A practical subset of RFC 5322 §3.4.1: dot-less domains, quoted local parts and address literals are left out.
_PART = r"[^\s@,;:<>()\[\]\"\\.]+"
_ADDRESS = re.compile(rf"(?<![^\s,;:<>()\[\]\"]){_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")

_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)  # most cells, found sooner

# Mailbox providers: such a domain says nothing about the company somebody works for.
_PROVIDERS = frozenset(
    (
        "126.com", "163.com", "abv.bg", "aim.com", "alice.it", "aol.com", "arcor.de", "att.net", "azet.sk",
        "bbox.fr", "bellsouth.net", "bigpond.com", "bk.ru", "bluewin.ch", "bol.com.br", "btinternet.com",
        "centrum.cz", "charter.net", "chello.nl", "citromail.hu", "comcast.net", "cox.net", "daum.net",
        "docomo.ne.jp", "earthlink.net", "fastmail.com", "foxmail.com", "free.fr", "freemail.hu", "freenet.de",
        "frontier.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.us", "gmx.de", "gmx.net", "googlemail.com",
        "hanmail.net", "hetnet.nl", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es",
        "hotmail.fr", "hotmail.it", "hushmail.com", "i.ua", "icloud.com", "inbox.com", "inbox.lv", "inbox.ru", "interia.pl",
        "juno.com", "kpnmail.nl", "laposte.net", "libero.it", "list.ru", "live.co.uk", "live.com", "live.fr",
        "live.nl", "mac.com", "mail.com", "mail.de", "mail.ru", "me.com", "msn.com", "naver.com", "neuf.fr",
        "ntlworld.com", "numericable.fr", "o2.pl", "onet.pl", "online.no", "optonline.net", "optusnet.com.au",
        "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "planet.nl", "pm.me", "post.cz",
        "posteo.de", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediff.com", "rediffmail.com",
        "roadrunner.com", "rocketmail.com", "rogers.com", "rr.com", "sapo.pt", "sbcglobal.net", "seznam.cz",
        "sfr.fr", "shaw.ca", "sina.com", "sky.com", "skynet.be", "sohu.com", "sympatico.ca", "t-online.de",
        "telenet.be", "telia.com", "telus.net", "terra.com.br", "tiscali.it", "tutanota.com", "ukr.net",
        "uol.com.br", "verizon.net", "virgilio.it", "walla.co.il", "wanadoo.fr", "web.de", "wp.pl", "xs4all.nl",
        "xtra.co.nz", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br",
        "yahoo.com.mx", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "yeah.net",
        "ymail.com", "ziggo.nl", "zoho.com",
    )
)  # fmt: skip


def addresses_in(text: str) -> tuple[str, ...]:
    """The e-mail addresses in `text` ("Ann Lee <ann@lee.example>; info@lee.example"), in order, each once."""
    if _PLAIN.fullmatch(text):
        return (text,)
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
