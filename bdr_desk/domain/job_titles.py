"""What a job title says in several languages: how high it stands and which department it is of.

Words are folded (`matching.fold`). The lists are the usual titles of business contact data in English, German, French,
Spanish, Portuguese, Italian, Dutch, Polish and the Nordic languages; German and Nordic compounds are found by their end.
"""

import re
from functools import lru_cache

from bdr_desk.domain.matching import fold

# From the top down: the first that fits a title counts ("Head of Sales and Senior Manager" is a head).
SENIORITIES: dict[str, str] = {
    "owner": "owner", "chief": "chief officer", "vp": "vice president", "director": "director", "head": "head",
    "manager": "manager", "specialist": "specialist", "assistant": "assistant", "student": "student",
}  # fmt: skip
DEPARTMENTS: dict[str, str] = {
    "management": "general management", "sales": "sales", "marketing": "marketing", "operations": "operations",
    "logistics": "logistics", "purchasing": "purchasing", "finance": "finance", "it": "IT", "engineering": "engineering",
    "production": "production", "hr": "people", "legal": "legal", "service": "customer service", "research": "research",
}  # fmt: skip

# A word as it stands; "x*" the beginning of one, "*x" its end; several words in a row.
_SENIORITY_WORDS: dict[str, str] = {
    "student": "student|intern|internship|trainee|praktikant*|werkstudent*|azubi|auszubildende*|stagiaire|alternant*|becari*|"
    "estagiari*|stagista|tirocinante|stagiair*|stazyst*|apprentice|apprenti*",
    "assistant to the": "assistant to*|assistent* der|assistent* des|"
    "assistant of|assistente d*|asistente de*|assistant de*|assistante de*",
    "vp": "vp|svp|evp|avp|vice president*|vicepresident*|vice presid*|vizeprasident*",
    "owner": "owner*|founder*|cofounder*|proprietor|inhaber*|grunder*|firmeninhaber*|gesellschafter*|proprietaire|"
    "fondateur*|fondatrice*|cofondateur*|propietari*|fundador*|proprietari*|fondatore|fondatrice|socio*|eigenaar*|"
    "oprichter|grundare|agare|ejer|eier|wlasciciel*|managing partner|senior partner|general partner|founding partner",
    "chief": "ceo|cfo|coo|cto|cio|cmo|cro|cso|chro|cpo|cdo|ciso|clo|chief|president*|prasident*|presidente|managing director*|"
    "geschaftsfuhr*|geschaeftsfuehr*|vorstand*|vorstandsvorsitzende*|gf|pdg|dg|directeur general|directrice generale|"
    "gerant*|director general|directora general|diretor geral|director gerente|consejer* delegad*|amministratore delegato|"
    "amministratrice delegata|direttore generale|direttrice generale|algemeen directeur|directeur generaal|bestuurder|vd|"
    "verkstallande direktor|administrerende direktor|adm direktør|toimitusjohtaja|prezes*|administrador*|"
    "verwaltungsratsprasident*|c level",
    "director": "director*|dir|directeur*|directrice*|direktor*|direttor*|direttrice*|diretor*|dyrektor*|*direktor|"
    "*direktorin|direktør|bereichsleit*|johtaja",
    "head": "head|leiter*|leitung|*leiter|*leiterin|*leitung|chef|cheffe|responsable|jefe|jefa|responsabile|capo|hoofd|"
    "kierownik*|chefe|*chef|*sjef|paallikko",
    "manager": "manager*|mgr|*manager|*managerin|gerente|gestor*|supervisor*|superintendent|foreman|team lead*|teamlead*|"
    "lead|meister|menedzer*|coordinator*|koordinator*|coordinateur*|coordinatrice*|coordinador*|beheerder",
    "assistant": "assistant*|assistent*|asistente*|assistente*|secretary|sekretar*|secretaire|secretari*|receptionist*|clerk|"
    "asystent*|sachbearbeit*",
    "specialist": "specialist*|spezialist*|specialiste|especialista|specialista|analyst*|analist*|engineer*|ingenieur*|"
    "ingenier*|ingegner*|developer*|entwickler*|consultant*|berater*|consulent*|executive|representative|rep|agent*|"
    "officer|buyer|einkaufer*|acheteur*|comprador*|planner*|disponent*|technician*|techniker*|technicien*|administrator*|"
    "architect*|referent*|accountant*|associate|advisor*",
}  # fmt: skip
# Looked for in this order; what assists a director is no director.
_ORDER = (
    "student", "assistant to the", "vp", "chief", "owner", "director", "head", "manager", "assistant", "specialist",
)  # fmt: skip

_DEPARTMENT_WORDS: dict[str, str] = {
    "it": "it|cto|cio|ciso|information technology|information systems|informatik*|informatique|informatica|edv|software*|"
    "data|digital*|technology|systems|network*|cyber*|security|infrastructure|developer*|devops|sistemas|"
    "systemes|ti|ict",
    "sales": "sales|cro|vertrieb*|verkauf*|commercial*|commerciale|ventes|vente|ventas|comercial*|vendite|vendas|verkoop*|"
    "business development|account executive|account manager|key account*|revenue|salg*|forsaljning*|sprzedaz*|myynti*",
    "marketing": "marketing*|cmo|brand*|demand generation|communication*|kommunikation*|werbung|pr|content|mercadeo|"
    "markkinointi*",
    "logistics": "logisti*|supply chain|warehouse*|lager*|entrepot*|almacen*|magazzin*|magazijn*|transport*|freight|shipping|"
    "distribution|fleet|dispatch*|dock|fuhrpark*|versand*|spedition*|disponent*|traffic|lieferkette*",
    "purchasing": "purchas*|procurement|buyer*|sourcing|cpo|einkauf*|einkaufer*|achat*|acheteur*|compras|comprador*|acquisti|"
    "inkoop*|beschaffung*|innkjop*|inkop*|zakup*",
    "finance": "finan*|cfo|accounting|accountant*|controller*|controlling|treasur*|buchhalt*|rechnungswesen|comptab*|"
    "contab*|tesorer*|audit*|tax|payroll|talous*",
    "hr": "hr|chro|human resources|human capital|people|talent|personal*|recruit*|ressources humaines|rh|rrhh|"
    "recursos humanos|risorse umane|personeel*|rekrutier*",
    "legal": "legal|counsel|attorney|lawyer|compliance|jurist*|recht*|rechtsabteilung|juridique|juridic*|legale",
    "research": "research*|r and d|rd|rnd|forschung*|recherche|investigacion|ricerca|onderzoek|scientist*|scientific*|"
    "laborator*|lab|entwicklungsleit*|innovation*",
    "engineering": "engineer*|ingenieur*|ingenier*|ingegner*|technical|technik*|technisch*|technique|tecnic*|maintenance|"
    "instandhaltung*|design|konstruktion*",
    "production": "production|produktion*|manufactur*|plant|factory|fertigung*|werk|werks*|fabrik*|usine|planta|produccion|"
    "produzione|stabilimento|fabriek|produktie|productie|quality|qualit*|qualitat*",
    "operations": "operation*|coo|betrieb*|exploitation|operacion*|operazion*|operacoes|facilit*|site|process*",
    "service": "customer service|customer success|customer support|customer care|kundendienst|kundenservice|kundenbetreuung|"
    "service client|support|atencion al cliente|helpdesk|service desk|servicio al cliente|call center",
    "management": "ceo|pdg|dg|gf|geschaftsfuhr*|geschaeftsfuehr*|vorstand*|president*|managing director*|general manager*|"
    "owner*|inhaber*|founder*|cofounder*|directeur general|directrice generale|director general|amministratore delegato|"
    "algemeen directeur|prezes*|gerant*|toimitusjohtaja|board|general management",
}  # fmt: skip


def _pattern(words: str) -> re.Pattern[str]:
    """One pattern for a line of words, matched against a folded title between spaces."""
    return re.compile("|".join(_one(word.strip()) for word in words.split("|")))


def _one(word: str) -> str:
    inner = re.escape(word.strip("*")).replace(r"\*", r"\w*")
    start = r"\w*" if word.startswith("*") else ""
    end = r"\w*" if word.endswith("*") else ""
    return rf"\b{start}{inner}{end}\b"


_SENIORITY = tuple((level, _pattern(_SENIORITY_WORDS[level])) for level in _ORDER)
_DEPARTMENT = tuple((key, _pattern(words)) for key, words in _DEPARTMENT_WORDS.items())


@lru_cache(maxsize=65_536)
def seniority(title: str) -> str | None:
    """A key of `SENIORITIES`; None when the title does not tell."""
    folded = fold(title)
    found = next((level for level, pattern in _SENIORITY if pattern.search(folded)), None)
    return "assistant" if found == "assistant to the" else found


@lru_cache(maxsize=65_536)
def departments(title: str) -> frozenset[str]:
    """Keys of `DEPARTMENTS` that a title names; empty when it names none."""
    folded = fold(title)
    return frozenset(key for key, pattern in _DEPARTMENT if pattern.search(folded))
