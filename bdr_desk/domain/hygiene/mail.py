"""What is wrong with an e-mail address: its form, its mailbox, its domain."""

import re
from functools import cache, lru_cache

from bdr_desk.domain.hygiene.tables import words
from bdr_desk.domain.mail_address import is_provider

# RFC 6761 §6.2-6.5 and RFC 2606 §2: names under these never resolve.
_RESERVED_ENDS = frozenset(("example", "test", "invalid", "localhost"))
# RFC 2606 §3, and what people type into a field they do not want to fill.
_STAND_INS = words(
    """
    a.com aa.com aaa.com abc.de asd.com asdf.com asdf.de beispiel.de bidon.fr domain.com domain.tld dummy.com
    ejemplo.com ejemplo.es esempio.it example.com example.net example.org exemple.com exemple.fr fake.com
    foo.bar foo.com mustermann.de musterfirma.de na.com no.com noemail.com nomail.com none.com nowhere.com
    prueba.com qwerty.com sample.com test.com test.de test.fr test.net test.org teste.com unknown.com xxx.com
    xyz.xyz yourcompany.com yourdomain.com
    """
)
_MACHINES = words(
    """
    abuse bounce bounces daemon donotreply do-not-reply hostmaster mailer-daemon majordomo news no-reply
    no.reply no_reply noc noreply postmaster root security spam unsubscribe usenet uucp webmaster www
    nepasrepondre ne-pas-repondre keineantwort nicht-antworten noresponder no-responder
    """
)
_ROLES = words(
    """
    accounting accounts owner quotes quote estimates service-desk reservations webshop store studio clinic
    pharmacy library parts rentals production shipping warehouse safety quality compliance accountspayable
    accounts.payable accounts-payable admin administration administrator admissions ap billing board bookings
    booking careers contact contactus customercare customerservice dispatch enquiries enquiry events feedback
    finance frontdesk general hello help helpdesk hi hq hr info information inquiries inquiry invoices it jobs
    legal mail mailbox main management manager marketing media membership office orders order payroll press
    procurement purchasing reception recruiting recruitment reservations sales service services shop staff
    support team welcome principal secretary anfrage auskunft bestellung bewerbung buchhaltung buero buro büro
    einkauf empfang gemeinde kontakt kundenservice post poststelle praxis sekretariat vertrieb verkauf
    verwaltung zentrale accueil achats administratif bonjour commande commercial comptabilite direction mairie
    recrutement rh secretariat secrétariat service-client standard vente ventes administracion administración
    atencion compras contacto correo gerencia informacion oficina pedidos recepcion rrhh secretaria ventas
    acquisti amministrazione commerciale contabilita contatti direzione ordini segreteria ufficio vendite
    administratie algemeen inkoop receptie verkoop secretariaat biuro handlowy ksiegowosc kontakty sekretariat
    sprzedaz zamowienia atendimento comercial contato financeiro geral vendas forsaljning försäljning kundtjanst
    post.mottak postmottak salg toimisto myynti obchod podatelna iletisim bilgi satis zakaz prodazhi ofis
    """
)
_BRANCH = re.compile(r"(info|sales|contact|support|office|kontakt|hr|admin|marketing|service)[-._+0-9]")
_MEANT = {
    "gmail.com": "gmial gmai gmal gamil gnail gmaill gmil gmali gmaul gimail gmaol gmeil gmailc gmaik",
    "hotmail.com": "hotmial hotmal hotmai hotmil hotmaill hormail htmail homail hotamil hitmail hotnail hotmali",
    "yahoo.com": "yaho yahooo yhoo yahho yaoo yaboo yhaoo yhahoo uahoo",
    "outlook.com": "outlok outloook outlock outllok oultook outlokk outlookk",
    "icloud.com": "iclod icoud icloude iclound icluod icloid",
    "comcast.net": "comcat concast comcst",
}  # fmt: skip
_MISTYPED = {typo: right for right, typos in _MEANT.items() for typo in typos.split()}
_RIGHT = {right.partition(".")[0]: right for right in _MEANT}
# "cm", "co" and "om" are countries, but no mailbox provider above is there.
_WRONG_COUNTRY = frozenset(("cm", "co", "om", "cpm"))
_ENDS_MEANT = dict.fromkeys(
    ("con", "cmo", "ocm", "comm", "coom", "ccom", "vom", "xom", "cim", "cok", "comn", "coml", "copm", "cpm"), "com"
) | {"ogr": "org", "rog": "org", "orgg": "org", "nte": "net", "ner": "net", "nett": "net", "ed": "de", "deu": "de"}  # fmt: skip
_LABEL = re.compile(r"(?!-)[^\W_]([\w-]*[^\W_])?(?<!-)")
_PLAIN_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,39}[a-z0-9])?\.){1,3}[a-z]{2,63}"
)  # most, found sooner
_END = re.compile(r"[^\W\d_]{2,63}|xn--[a-z0-9-]+")


def mail_rules(address: str) -> tuple[str, ...]:
    """The rules one address breaks. Its form first: where that is wrong, nothing else is said."""
    local, _, domain = address.lower().rpartition("@")
    mailbox, at = _mailbox_rules(local), _domain_rules(domain)
    if not mailbox and not at:
        return ()
    if "invalid_email" in mailbox + at:
        return ("invalid_email",)
    return at + mailbox


def likely_address(address: str) -> str | None:
    """What a mistyped address seems to mean ("ann@gmial.com": ann@gmail.com), None when nothing comes to mind."""
    local, _, domain = address.rpartition("@")
    meant = _meant(domain.lower())
    return f"{local}@{meant}" if local and meant else None


def within(domain: str, domains: frozenset[str] | set[str]) -> bool:
    """Whether `domain` is one of `domains` or below one."""
    while "." in domain:
        if domain in domains:
            return True
        domain = domain.partition(".")[2]
    return False


def _mailbox_rules(local: str) -> tuple[str, ...]:
    if len(local) > 64 or ".." in local or local[:1] == "." or local[-1:] == ".":  # RFC 5321 §4.5.3.1.1
        return ("invalid_email",)
    if local in _MACHINES:
        return ("machine_address",)
    return ("role_address",) if local in _ROLES or _BRANCH.match(local) else ()


@lru_cache(maxsize=4096)
def _domain_rules(domain: str) -> tuple[str, ...]:
    if not _PLAIN_DOMAIN.fullmatch(domain) and not _is_well_formed(domain):
        return ("invalid_email",)
    if domain.rpartition(".")[2] in _RESERVED_ENDS or within(domain, _STAND_INS):
        return ("fictional_address",)
    if _meant(domain):
        return ("mail_typo",)
    if within(domain, _disposable()):
        return ("disposable_address",)
    return ("free_mail",) if is_provider(domain) else ()


def _is_well_formed(domain: str) -> bool:
    """Letters, digits and hyphens (RFC 1035 §2.3.1), in any script (RFC 5890)."""
    labels = domain.split(".")
    named = all(len(label) <= 63 and "_" not in label and _LABEL.fullmatch(label) for label in labels)
    return named and len(labels) > 1 and len(domain) <= 255 and bool(_END.fullmatch(labels[-1]))


def _meant(domain: str) -> str | None:
    head, _, end = domain.rpartition(".")
    right = _RIGHT.get(head)
    if right and (end in _WRONG_COUNTRY or end in _ENDS_MEANT):
        return right
    if head in _MISTYPED and end in (_WRONG_COUNTRY | {"com", "net"} | _ENDS_MEANT.keys()):
        return _MISTYPED[head]
    return f"{head}.{_ENDS_MEANT[end]}" if end in _ENDS_MEANT else None


@cache
def _disposable() -> frozenset[str]:
    from disposable_email_domains import blocklist

    return frozenset(blocklist)
