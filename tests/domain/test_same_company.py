"""One company, a part of one, or two."""

import pytest

from bdr_desk.domain.likeness import Sure
from bdr_desk.domain.matching import company_key, split_company
from bdr_desk.domain.same_company import companies_alike, firm

CERTAIN = """
Dock Line, Inc. | DOCK LINE; Dock Line GmbH & Co. KG | Dock Line; Dock Line S.A. de C.V. | Dock Line
Dock Line Sp. z o.o. | Dock Line
ООО Ромашка | Ромашка; UAB Dock Line | Dock Line; PT Dock Line Tbk | Dock Line; Dock Line A/S | Dock Line ApS
Dock Line Private Limited | Dock Line Pvt. Ltd.; Dock Line Public Limited Company | Dock Line plc; Dock Line Sdn Bhd | Dock Line
Dock Line S.à r.l. | Dock Line SARL; Moss Holdings Ltd t/a Dock Line | Dock Line; Moss Inc. dba Dock Line | Dock Line
Dock Line Inc. - Cold Storage | Dock Line; Dock Line - Cold Storage Division | Dock Line; Dock Line A.Ş. | Dock Line Ltd. Şti.
Dock Line spol. s r.o. | Dock Line; The Dock Line Company | Dock Line; Société du Port S.A.S. | Societe du Port
株式会社ドック | ドック; Dock Line Co., Ltd. | Dock Line; Dock Line d.o.o. | Dock Line; Dock Line Kft. | Dock Line Zrt.
Calder & Moss | Calder and Moss Ltd
"""
LIKELY = """
Dock Line Intl | Dock Line International Inc.; Calder Mfg | Calder Manufacturing; Univ. of Calder | Calder University
Dockline | Dock Line LLC; Harbour Freightways | Harbor Freightways; Calder Dept Stores | Calder Department Stores
Calder Bros | Calder Brothers
Calder Tech | Calder Technologies; Frieghtways Group | Freightways Group
St Calder Hospital | Saint Calder Hosp
Moss and Calder | Calder & Moss; Calder Mgmt Services | Calder Management Svcs; Müller Logistik | Mueller Logistik
"""
RELATED = """
Dock Line Germany GmbH | Dock Line; Dock Line | Dock Line Cold Storage Logistics; Dock Line (UK) Ltd | Dock Line
Dock Line North America | Dock Line; Dock Line Holdings | Dock Line; Dock Line Europe | Dock Line
"""
APART = """
Harbor Mills | Harbor Hills; Unit 1 Ltd | Unit 2 Ltd; Calder | Moss; First Bank | Second Bank; Calder Mills | Calder Dental
Ada Bakery | Ida Bakery; North Freight | South Freight; Calder 24 | Calder 25; Ace | Ice; Calder Bank | Calder Bar
Blue Dock | Blue Duck
The Company Store | The General Store; Boston Zoo | Boston; PT Solutions LLC | Solutions LLC; Ernst - Young | Ernst
"""


def pairs(text: str) -> list[tuple[str, ...]]:
    lines = text.strip().replace("\n", ";").split(";")
    return [tuple(name.strip() for name in line.split("|")) for line in lines]


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (one, other, sure)
        for sure, text in (
            (Sure.CERTAIN, CERTAIN),
            (Sure.LIKELY, LIKELY),
            (Sure.RELATED, RELATED),
            (Sure.NO, APART),
        )
        for one, other in pairs(text)
    ],
)
def test_by_name(one: str, other: str, sure: Sure) -> None:
    assert companies_alike(firm(one), firm(other)).sure is sure
    assert companies_alike(firm(other), firm(one)).sure is sure


@pytest.mark.parametrize(
    ("one", "other", "sure", "why"),
    [
        (("Dock Line", "dock.example"), ("Dockline Intl", "dock.example"), Sure.RELATED, "same website"),
        (("Dock Lime", "dock.example"), ("Dock Line", "dock.example"), Sure.RELATED, "same website"),
        (
            ("Freightways Intl", "dock.example"),
            ("Freightways International", "dock.example"),
            Sure.CERTAIN,
            "same website",
        ),
        (("Dock Freight Handling", "dock.example"), ("DFH", "dock.example"), Sure.CERTAIN, "initials"),
        (("dock.example", "dock.example"), ("Dock Freight", "dock.example"), Sure.CERTAIN, "same website"),
        (("Dock Line", "gmail.com"), ("Calder Mills", "gmail.com"), Sure.NO, ""),
        (("Dock Line", "dock.example"), ("Dock Line", "calder.example"), Sure.RELATED, "two websites"),
        (("Dock Line", "dock.example"), ("Dock Line", "dock.test"), Sure.LIKELY, "two websites"),
        (("Dock Line", "dock.example"), ("Dock Line", None), Sure.CERTAIN, "same company"),
    ],
)
def test_by_website(one: tuple[str, str | None], other: tuple[str, str | None], sure: Sure, why: str) -> None:
    found = companies_alike(firm(*one), firm(*other))
    assert found.sure is sure
    assert why in ", ".join(found.because)


def test_a_division_stands_by_itself() -> None:
    assert split_company("Dock Line Inc. - Cold Storage") == ("Dock Line Inc.", "Cold Storage")
    assert split_company("Ernst - Young") == ("Ernst - Young", "")


def test_a_name_that_is_all_legal_form_is_kept() -> None:
    for name in ("Limited", "AG", "PT", "ООО", "S.A."):
        assert company_key(name)
