"""A store of made-up people of many cultures, any number of them, written past the write door: for measuring reads."""

import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk.app import open_desk
from bdr_desk.desk import Desk
from bdr_desk.domain.matching import company_key, fold, person_key
from bdr_desk.domain.qualification import Definition
from bdr_desk.store import indexes
from bdr_desk.store.bulk import insert_rows
from bdr_desk.store.columns import new_key
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, Row

BATCH = 10_000
PEOPLE_IN_A_COMPANY = 3

# By country: calling code and area, digits after it, given names, family names, the syllables more family names are made of.
Culture = tuple[tuple[str, ...], int, str, str, str]
CULTURES: tuple[Culture, ...] = (
    (("+1617", "+1212", "+1312", "+1404", "+1303", "+1415"), 7,
     "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Maria",
     "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Wilson Anderson Thomas O'Brien",
     "ash brad cal den el far gil har kel lan mor nor pem rad sher ton wood ley ford field worth man son by ham well"),
    (("+4420", "+44121", "+44161"), 8, "Oliver Amelia George Isla Harry Ava Noah Freya Jack Poppy Priya Mohammed Aisha",
     "Taylor Davies Evans Walker Wright Robinson Thompson White Hughes Edwards Patel Khan Clarke McDonald",
     "bex car dun fen glen hex ken mid new ox pel rush stan tun wal croft bury ton shire combe"),
    (("+4930", "+4989", "+4940"), 8, "Lukas Anna Maximilian Sophie Jürgen Käthe Björn Ursula Stefan Sabine Günther Heike",
     "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Größe",
     "alt berg dorf eich feld grün hart kirch lind meier neu ober rein stein wald mann hauer bach"),
    (("+331", "+334"), 8, "Gabriel Louise Léo Emma Raphaël Chloé Zoé François Hélène Jérôme Benoît Anaïs Noël",
     "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Lefèvre Géroux D'Angelo",
     "beau char dela fon gau lam mont per rou saint val ville court mare chand"),
    (("+34911", "+52155"), 6, "Antonio María José Carmen Manuel Ana Francisco Lucía Íñigo Begoña Ramón Inés",
     "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Núñez Ibáñez",
     "al bar cas dom este gal her man oli per quin sal tor ver ez era illo"),
    (("+48221", "+42022"), 7, "Jakub Zuzanna Łukasz Agnieszka Paweł Małgorzata Tomáš Jiří Lenka Zofia Wojciech",
     "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Dvořák Novotný Černý",
     "bor chm dąb gór jan kow lis maz nowa pol rud sik tom zie ski czyk owicz"),
    (("+91223", "+9180"), 7, "Aarav Ananya Vivaan Diya Aditya Saanvi Arjun Lakshmi Rohan Meera Sanjay",
     "Sharma Verma Gupta Singh Kumar Iyer Nair Reddy Chatterjee Banerjee Desai",
     "bhatt chand dev gan hari kris nara pra raj sri subra ven yan wala kar"),
    (("+813", "+816"), 8, "Haruto Yui Sota Aoi Ren Hina Kenji Yuki Takashi Naoko 伟 芳 Минако",
     "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi 王 李 張 Иванова Петров",
     "aki fuji hara ishi kawa matsu naka oka saka taka ue yama moto mura shita"),
    (("+2341", "+27118"), 7, "Ada Chinedu Ngozi Emeka Thandiwe Sipho Amara Kwame Zanele Oluwaseun Nia",
     "Okafor Adeyemi Nwosu Eze Balogun Dlamini Nkosi Mensah Mahlangu Abubakar",
     "ade chi eme fola ife kwa lun ngo olu tunde zi bayo"),
)  # fmt: skip
FIRST = [
    "Harbor",
    "Calder",
    "Northwind",
    "Atlas",
    "Summit",
    "Blue",
    "Red",
    "Green",
    "First",
    "National",
    "Pacific",
    "Nordic",
    "Alpine",
    "United",
    "Global",
    "Inter",
    "Royal",
    "Golden",
    "Silver",
    "Prime",
    "Apex",
    "Delta",
    "Sigma",
    "Vertex",
    "Orbit",
    "Lumen",
    "Terra",
    "Aqua",
    "Ferro",
    "Agri",
    "Medi",
    "Bio",
    "Data",
    "Cloud",
    "Quant",
    "Polar",
    "Iron",
    "Oak",
    "Cedar",
]
SECOND = [
    "Freightways",
    "Mills",
    "Logistics",
    "Systems",
    "Foods",
    "Pharma",
    "Motors",
    "Energy",
    "Textiles",
    "Chemicals",
    "Instruments",
    "Robotics",
    "Software",
    "Dynamics",
    "Holdings",
    "Trading",
    "Industries",
    "Partners",
    "Consulting",
    "Optics",
    "Packaging",
    "Steel",
    "Marine",
    "Aviation",
    "Insurance",
    "Clinics",
]
FORMS = ("LLC", "Inc.", "Ltd", "GmbH", "SARL", "S.A.", "& Co. KG", "Pty Ltd", "")


TABLES = (Account, Contact, ContactPhone, ContactEmail, Lead)
_folded = lru_cache(100_000)(fold)
_parts = lru_cache(str.split)  # of the cultures
Made = dict[type[Row], list[dict[str, Any]]]


def people_store(folder: Path, contacts: int, seed: int = 1, each: int = PEOPLE_IN_A_COMPANY) -> Desk:
    """A desk with one project and `contacts` leads in it, `each` to a company; the search index knows nothing of them."""
    desk = open_desk(folder)
    with desk.write() as tx:
        project = add_project(tx, "Bench", region="US", definition=Definition("None", 1, ())).id
    now = desk.clock()
    stamps = {"made_at": now, "made_by": desk.me, "changed_at": now, "changed_by": desk.me}
    with desk.store.write_much(now=now, author=desk.me) as tx:
        aside = indexes.set_aside(tx.connection(), TABLES)
        for rows in batches(project, contacts, random.Random(seed), each):
            for table, some in rows.items():
                insert_rows(tx.connection(), table, some, stamps)
        indexes.put_back(tx.connection(), aside, lambda _share: None)
    return desk


def batches(
    project: UUID, contacts: int, chance: random.Random, each: int = PEOPLE_IN_A_COMPANY
) -> Iterator[Made]:
    made = companies(project, chance, each)
    for start in range(0, contacts, BATCH):
        rows: Made = {table: [] for table in TABLES}
        while len(rows[Contact]) < min(BATCH, contacts - start):
            for table, some in next(made).items():
                rows[table] += some
        yield rows


def companies(project: UUID, chance: random.Random, each: int) -> Iterator[Made]:
    """Endless companies with their people."""
    while True:
        culture = chance.choice(CULTURES)
        name = company_name(chance, culture)
        site = f"{fold(name.rpartition(' ')[0]).replace(' ', '-')}.example"
        account = new_key()
        rows: Made = {Account: [{"id": account, "name": name, "name_key": company_key(name), "domain": site}]}
        for _ in range(each):
            for table, row in person(project, account, site, culture, chance):
                rows.setdefault(table, []).append(row)
        yield rows


def company_name(chance: random.Random, culture: Culture) -> str:
    first = chance.choice(FIRST) if chance.random() < 0.5 else family_name(chance, culture)
    middle = f" {family_name(chance, culture)}" if chance.random() < 0.3 else ""
    return f"{first}{middle} {chance.choice(SECOND)} {chance.choice(FORMS)}".strip()


def family_name(chance: random.Random, culture: Culture) -> str:
    _, _, _, known, syllables = culture
    if chance.random() < 0.4:
        return chance.choice(_parts(known))
    return "".join(chance.choices(_parts(syllables), k=chance.choice((2, 2, 3)))).capitalize()


def person(
    project: UUID, account: UUID, site: str, culture: Culture, chance: random.Random
) -> Iterator[tuple[type[Row], dict[str, Any]]]:
    areas, digits, given_names, _, _ = culture
    contact, given, family = new_key(), chance.choice(_parts(given_names)), family_name(chance, culture)
    name = f"{given} {family}"
    mail = f"{_folded(given)}.{_folded(family).replace(' ', '')}@{site}"
    number = f"{chance.choice(areas)}{chance.randrange(10**digits):0{digits}}"
    yield Contact, {
        "id": contact, "account_id": account, "given_name": given, "family_name": family, "name": name,
        "name_key": person_key(name), "title": "Head of Operations", "zones": "America/New_York",
    }  # fmt: skip
    yield ContactPhone, {"id": new_key(), "contact_id": contact, "e164": number, "as_typed": number}
    yield ContactEmail, {"id": new_key(), "contact_id": contact, "address": mail, "address_key": mail}
    yield Lead, {"id": new_key(), "project_id": project, "contact_id": contact, "account_id": account}
