"""How high a title stands and which department it is of, in the languages of the lists."""

import pytest

from bdr_desk.domain.job_titles import DEPARTMENTS, SENIORITIES, departments, seniority

LEVELS = {
    "owner": "Owner|Co-Founder|Inhaber|Gründerin|Gesellschafter|Propriétaire|Socio fundador|Managing Partner|Eigenaar",
    "chief": "CEO|C.E.O.|Chief Executive Officer|President & CEO|Geschäftsführer|Geschaeftsfuehrerin|Vorstand|"
    "Vorstandsvorsitzender|PDG|Directeur Général|Gérant|Director General|Amministratore delegato|Managing Director|"
    "Algemeen directeur|CTO|Verkställande direktör|Prezes zarządu|Consejero delegado",
    "vp": "VP Operations|Vice President, Sales|SVP Supply Chain|Vizepräsident",
    "director": "Director of IT|Sales Director|Directeur commercial|Direktor Einkauf|Direttore vendite|Bereichsleiter|"
    "Directora de compras|Executive Director",
    "head": "Head of Logistics|Vertriebsleiter|IT-Leiterin|Leitung Einkauf|Responsable achats|Chef des ventes|"
    "Jefe de compras|Responsabile acquisti|Abteilungsleiter|Kierownik magazynu",
    "manager": "IT Manager|Account-Manager|Projektmanagerin|Team Lead|Plant Superintendent|Gerente de ventas|Dock Supervisor",
    "specialist": "Buyer|Software Engineer|Senior Analyst|Consultant|Account Executive|Disponent|Acheteur",
    "assistant": "Executive Assistant|Assistentin der Geschäftsführung|Assistant to the CEO|Sachbearbeiter|Receptionist",
    "student": "Student|Praktikant|Marketing Intern|Werkstudentin|Stagiaire|Azubi",
}  # fmt: skip
OF = {
    "sales": "VP Sales|Vertriebsleiter|Directeur commercial|Gerente de ventas",
    "logistics": "Head of Supply Chain|Lagerleiter|Responsable logistique|Warehouse Manager",
    "purchasing": "Einkäufer|Chief Procurement Officer|Responsable achats|Jefe de compras",
    "it": "IT Manager|CIO|Leiter EDV|Head of Information Technology",
    "finance": "CFO|Finance Director|Leiter Buchhaltung|Responsable comptabilité",
    "hr": "HR Director|Personalleiter|Directrice des ressources humaines",
    "management": "CEO|Geschäftsführer|PDG|Owner",
    "engineering": "Technical Director|Ingenieur",
}


@pytest.mark.parametrize(("level", "title"), [(k, title) for k, v in LEVELS.items() for title in v.split("|")])  # fmt: skip
def test_levels(level: str, title: str) -> None:
    assert seniority(title) == level


@pytest.mark.parametrize(("key", "title"), [(k, title) for k, v in OF.items() for title in v.split("|")])
def test_departments(key: str, title: str) -> None:
    assert key in departments(title)


@pytest.mark.parametrize("title", ["", "Ms", "Italy", "Interpreter of maladies", "x" * 300])
def test_what_tells_nothing_is_not_guessed(title: str) -> None:
    assert seniority(title) is None and not departments(title)


def test_every_level_and_department_can_be_found() -> None:
    assert set(LEVELS) == set(SENIORITIES)
    assert {key for v in OF.values() for title in v.split("|") for key in departments(title)} <= set(DEPARTMENTS)  # fmt: skip
