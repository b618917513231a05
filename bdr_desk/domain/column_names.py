"""The usual names of columns in call lists, in English, German, French and Spanish, and which field each one means.

Names are compared plain: see `plain_header`. `EXACT` is searched first; `SIMILAR` is tried in order on what is left.
"""

import re

from bdr_desk.domain.matching import fold

# Fields of a row. A number's kind (mobile, home, switchboard) is chosen by naming the kind as the field.
FIELDS: dict[str, str] = {
    "company": "company",
    "name": "full name",
    "given_name": "first name",
    "family_name": "last name",
    "title": "job title",
    "phone": "phone",
    "mobile": "mobile phone",
    "home": "home phone",
    "switchboard": "switchboard",
    "extension": "extension",
    "email": "e-mail",
    "website": "website",
    "street": "street",
    "city": "city",
    "state": "state",
    "postal_code": "postal code",
    "country": "country",
    "industry": "industry",
    "size": "employees",
    "note": "note",
}
PHONE_FIELDS = ("phone", "mobile", "home", "switchboard")
MANY = frozenset((*PHONE_FIELDS, "email", "street", "note"))  # fields that several columns may fill

# The best name of a field comes first: it wins when a list has several.
_NAMES: dict[str, str] = {
    "company": "company|company name|account name|account|organization|organisation|organization name|organisation name"
    "|business name|business|employer|institution|instnm|firm|firm name|legal name|hospital|hospital name|school"
    "|school name|practice name|facility name|firma|firmenname|unternehmen|organisation firma|entreprise|societe"
    "|raison sociale|etablissement|empresa|compania|razon social|organizacion|ditta",
    "name": "full name|contact name|contact|contact person|display name|person|chfnm|name|ansprechpartner"
    "|ansprechpartnerin|vollstandiger name|nom complet|contacto|nombre completo|nom et prenom|nombre y apellidos",
    "given_name": "first name|given name|forename|christian name|first|firstname|vorname|prenom|nombre|nombre de pila",
    "family_name": "last name|family name|surname|lastname|last|nachname|familienname|zuname|nom de famille|nom"
    "|apellido|apellidos",
    "title": "job title|title|position|job|role|job role|chftitle|function|funktion|berufsbezeichnung|stellenbezeichnung"
    "|poste|fonction|intitule du poste|cargo|puesto",
    "phone": "phone|phone number|telephone|telephone number|tel|work phone|business phone|office phone|direct"
    "|direct phone|direct dial|direct line|direct number|ddi|work|telefon|telefonnummer|rufnummer|tel nr|durchwahl"
    "|telefon geschaftlich|tel professionnel|numero de telephone|ligne directe|telefono|numero de telefono"
    "|phone value|primary phone|contact phone|contact phone number|other phone",
    "mobile": "mobile|mobile phone|mobile number|cell|cell phone|cellphone|cell number|handy|handynummer|mobil"
    "|mobiltelefon|portable|tel portable|telephone portable|movil|telefono movil|celular",
    "home": "home phone|home|home telephone|private phone|telefon privat|tel domicile|telefono particular",
    "switchboard": "switchboard|main phone|main number|main line|company phone|company main phone|head office phone"
    "|hq phone|corporate phone|gentele|zentrale|telefonzentrale|standard|standard telephonique|centralita",
    "extension": "extension|ext|phone ext|phone extension|durchwahlnummer|poste telephonique",
    "email": "email|e mail|email address|e mail address|primary email|work email|business email|mail|secondary email"
    "|email value|emailadresse|e mail adresse|courriel|adresse email|adresse e mail|mel|correo|correo electronico",
    "website": "website|web site|company website|web|webaddr|url|web address|web page|homepage|home page|domain"
    "|company domain|webseite|internetseite|internet|site web|site internet|site|sitio web|pagina web",
    "street": "street|street address|address|addr|work address|business street|business address|mailing street"
    "|billing street|address line|strasse|anschrift|adresse|rue|direccion|calle|domicilio",
    "city": "city|town|work city|business city|mailing city|billing city|locality|ort|stadt|wohnort|ville|commune"
    "|ciudad|localidad|poblacion|municipio|home city",
    "state": "state|state province|province|stabbr|state code|work state|business state|mailing state|billing state"
    "|state region|region state|bundesland|county|etat|provincia|estado|home state",
    "postal_code": "zip|zip code|zipcode|postal code|postcode|post code|postal|work zip code|work zipcode"
    "|business postal code|mailing zip|billing zip|plz|postleitzahl|code postal|cp|codigo postal|home zip code",
    "country": "country|country region|work country|business country region|business country|mailing country"
    "|billing country|country code|nation|land|staat|pays|pais|home country",
    "industry": "industry|sector|branche|wirtschaftszweig|secteur|secteur d activite|sector de actividad|industria",
    "size": "employees|number of employees|no of employees|num employees|numemployees|employee count|headcount"
    "|company size|company headcount|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|effectif|effectifs|empleados"
    "|numero de empleados",
    "note": "notes|note|comments|comment|remarks|description|notizen|bemerkung|bemerkungen|remarque|remarques"
    "|commentaire|notas|observaciones",
}
EXACT: dict[str, tuple[str, int]] = {
    name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split("|"))
}

_NEVER = re.compile(
    r"\b(fax|telefax|pager|telex|ids?|count|date|score|rating|footnotes?|status|opt|dnc|verified|type|code|source"
    r"|confidence|label|birth|birthday|anniversary)\b"
)
_TEL = r"(phones?|telephones?|telefone?|telefonos?|tels?|telefonnummer|rufnummer|fon|fone|tlf)"
_FIRM = (
    r"(company|organi[sz]ation|business|employer|firma|firmen|unternehmens?|entreprise|societe|empresa|account|hospital"
    r"|institution|school|college|university|practice|clinic|facility|agency|store|club|provider|dealer|hotel|restaurant"
    r"|museum|shop|charity|brand|vendor|supplier|customer|client)"
)
_SIMILAR = (
    (r"\b(mobiles?|cell|cellphone|handy|gsm|movil|mobil|portable)\b", "mobile"),
    (rf"\b(home|private|privat|personal)\b.*\b{_TEL}\b|\b{_TEL}\b.*\b(home|privat|domicile)\b", "home"),
    (rf"\b(switchboard|main|company|corporate|hq|zentrale|central|standard)\b.*\b{_TEL}\b", "switchboard"),
    (rf"\b{_TEL}\b", "phone"),
    (r"\b(emails?|e mails?|courriel|correo)\b", "email"),
    (r"\b(website|web site|web page|webseite|homepage|url|web|site web|site internet)\b", "website"),
    (r"\b(first|given|fore|christian) ?name\b|\bvorname\b|\bprenom\b", "given_name"),
    (r"\b(last|family|sur) ?name\b|\bnachname\b|\bnom de famille\b|\bapellidos?\b", "family_name"),
    (r"\b(job|position|contact|person|work) ?(title|role|function)\b", "title"),
    (rf"\b{_FIRM} (legal |official )?name\b|\bname of (the )?{_FIRM}\b", "company"),
    (r"^nom (officiel |commercial )?(du|de la|de l|des|d) \w+|\bnombre de la \w+", "company"),
    (r"\b(contact|full|person|display|complete)\b.*\bname\b|\bname of contact\b", "name"),
    (r"\bpost ?codes?\b|\bzip ?codes?\b|\bpostleitzahl\b", "postal_code"),
    (r"\b(no|number|num|of) (of )?employees\b|\bemployees\b", "size"),
    (r"\bindustry\b|\bbranche\b", "industry"),
)  # fmt: skip
SIMILAR = tuple((re.compile(pattern), field) for pattern, field in _SIMILAR)


def plain_header(header: str) -> str:
    """A header without case, accents, punctuation and counting numbers; words run together by capitals come apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(word for word in re.sub(r"\d+", " ", fold(apart)).split() if word != "custom")


def field_named(header: str) -> tuple[str, int] | None:
    """The field a header means and how well it fits: a rank, lower is better, 100 and more for a likeness."""
    plain = plain_header(header)
    if plain in EXACT:
        return EXACT[plain]
    if _NEVER.search(plain):
        return None
    return next(
        (_likeness(place, field) for place, (like, field) in enumerate(SIMILAR) if like.search(plain)), None
    )


def _likeness(place: int, field: str) -> tuple[str, int]:
    return field, 100 + place
