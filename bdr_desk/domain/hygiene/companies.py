"""What is wrong with the company's cell: nothing in it, a test, a film's company, a person, a site, somebody alone."""

from functools import lru_cache

from bdr_desk.domain.hygiene import stand_ins
from bdr_desk.domain.hygiene.first_look import first_look, triggers
from bdr_desk.domain.hygiene.names import is_random, is_test
from bdr_desk.domain.hygiene.shapes import is_site, misplaced
from bdr_desk.domain.hygiene.tables import entries, folded_entries, folded_words, words
from bdr_desk.domain.matching import company_key, fold, person_key

_NONE = folded_entries(
    """
    self; none; no company; private; privately; individual; unknown; unknown company; home; personal; me;
    myself; not provided; not applicable; not available; not specified; no company name; na; n a; null; nil;
    test na; no; nothing; consumer; residential; private person; private individual; privat; privatperson;
    keine; keine angabe; keine firma; ohne; unbekannt; particulier; aucune; aucun; neant; sans; inconnu;
    inconnue; non renseigne; prive; ninguna; ninguno; particular; privado; sin empresa; desconocido; privato;
    nessuna; nessuno; geen; prive; onbekend; brak; osoba prywatna; prywatnie; nenhuma; nenhum; pessoa fisica;
    ingen; ei ole; нет; физлицо; частное лицо; yok; 個人; なし; 无; 个人; 없음
    """
)
_TESTS = folded_entries(
    """
    company name; your company; my company; sample company; abc company; xyz company; xyz corp; abc corp;
    abc xyz; company; company inc; acme test; dummy company; example company; example inc; example corp;
    some company; any company; test co; foo; foo bar; foobar; business name; organization; organisation;
    company abc; company xyz; company 1; company a; musterfirma; muster ag; muster gmbh; musterunternehmen;
    mustermann gmbh; beispiel; beispiel gmbh; beispiel ag; beispielfirma; testfirma; test gmbh; firma;
    firmenname; societe test; entreprise test; nom de la societe; ma societe; raison sociale; empresa de prueba;
    empresa prueba; mi empresa; nombre de la empresa; empresa ejemplo; empresa teste; azienda di prova;
    azienda test; nome azienda; azienda esempio; testbedrijf; bedrijfsnaam; voorbeeld bv; firma testowa;
    przykladowa firma; テスト会社; テスト株式会社; 测试公司; 某公司; ооо тест; тест
    """
)
_FICTIONAL = entries(
    """
    contoso; fabrikam; northwind traders; adventure works; adventure works cycles; wide world importers;
    tailspin toys; litware; proseware; initech; initrode; dunder mifflin; dunder mifflin paper;
    wayne enterprises; stark industries; umbrella corporation; globex; globex corporation; soylent;
    soylent green; hooli; vandelay industries; wonka industries; willy wonka; oscorp; lexcorp; cyberdyne;
    cyberdyne systems; tyrell; weyland yutani; massive dynamic; bluth; bluth company; sterling cooper;
    los pollos hermanos; acme anvil; acme anvils; monsters inc; planet express; krusty krab; central perk;
    gringotts; oceanic airlines; aperture science; disneyland; disney land; duckburg; entenhausen; hogwarts;
    gotham; nakatomi trading
    """
)
_ALONE = folded_entries(
    """
    self employed; selfemployed; freelance; freelancer; freelancing; independent; independent consultant;
    independent contractor; consultant; sole trader; sole proprietor; own business; selbststandig; selbstandig;
    freiberuflich; freiberufler; freelance consultant; independant; independante; auto entrepreneur;
    autoentrepreneur; profession liberale; autonomo; autonoma; por cuenta propia; libero professionista;
    lavoratore autonomo; zzp; zzper; zelfstandig; zelfstandige; samozatrudniony; dzialalnosc wlasna;
    autonomo liberal; egenforetagare; selvstendig; yrittaja; самозанятый; фрилансер; фриланс; ип
    """
)
_TEST_WORDS = words(
    "company co firm inc llc ltd corp corporation business organization gmbh ag plc org enterprise enterprises"
)
_LEGAL_FORMS = words("inc llc ltd limited gmbh corp plc sarl srl bv sl ag")
_TEST_KEYS, _ALONE_KEYS = (
    frozenset(" ".join(sorted(entry.split())) for entry in table) for table in (_TESTS, _ALONE)
)
_SEEKING = frozenset(
    (
        "unemployed",
        "job seeker",
        "jobseeker",
        "seeking employment",
        "arbeitslos",
        "sans emploi",
        "desempleado",
    )
)
_FILL = frozenset("x0z_")  # letters that fill a cell; AAA is a company


def _is_typed_at_random(word: str) -> bool:
    """ABC and AAA are companies, ASD is not."""
    if len(set(word)) == 1 or word.startswith("abc"):
        return False
    return is_random([word * 2 if len(word) == 3 else word])


def _is_odd(word: str) -> bool:
    return (
        word.startswith(("www", "http"))
        or (len(set(word)) == 1 and set(word) <= _FILL)
        or is_random([word])
        or sum(map(str.isdecimal, word)) > 2
    )


_IS_WORTH_A_LOOK = first_look(
    (triggers([*_NONE, *_TESTS, *_ALONE, *_SEEKING, *_FICTIONAL], 0) | folded_words(stand_ins.TEST))
    - {"company"},
    _is_odd,
)


@lru_cache(maxsize=4096)
def company_rule(company: str) -> str | None:
    """The rule a company's cell breaks."""
    odd = _IS_WORTH_A_LOOK(company) or not company[:1].isalpha() or company[:7].lower() == "company"
    return _rule(company) if odd else None


def _rule(company: str) -> str | None:
    folded = fold(company)
    key = company_key(company)
    named = [word for word in folded.split() if word not in _LEGAL_FORMS]
    either = {" ".join(sorted(parts)) for parts in (folded.split(), key.split(), named)}
    if not folded or folded in _NONE or set(folded.replace(" ", "")) <= _FILL:
        return "missing_company"
    if key in _FICTIONAL or folded in _FICTIONAL:
        return "fictional_company"
    if either & _TEST_KEYS or _is_test(folded):
        return "test_company"
    if key in _SEEKING or either & _ALONE_KEYS:
        return "job_seeker" if key in _SEEKING else "consultant"
    return _misplaced_rule(company)


def _misplaced_rule(company: str) -> str | None:
    if is_site(company):
        return "company_is_site"
    return "shifted_columns" if misplaced(company) and ("@" in company or len(company) > 6) else None


def _is_test(folded: str) -> bool:
    bare = [word for word in folded.split() if word not in _TEST_WORDS]
    return bool(bare) and (is_test(bare) or (len(bare) == 1 and _is_typed_at_random(bare[0])))


def is_the_person(company: str, name: str) -> bool:
    """Whether the company is only the person over again: "Alder, Ruth", "Ms. Ruth Alder", "Ruth Alder LLC"."""
    if (
        name.rpartition(" ")[2].casefold() not in company.casefold()
    ):  # cheaper than the keys, and most often enough
        return False
    person = person_key(name)
    return person in (person_key(company), person_key(company_key(company)))


_AT = frozenset(("at", "with", "bei", "chez", "en", "presso", "bij", "w"))


def mentions(title: str, keys: frozenset[str]) -> bool:
    """Whether a title names one of the companies: "Account Executive at Blackthorn Systems".

    The keys are looked up, not gone through: a project may name tens of thousands.
    """
    words = fold(title).split()
    starts = [place for place, word in enumerate(words, 1) if word in _AT]
    return any(
        " ".join(words[start:end]) in keys for start in starts for end in range(start + 1, len(words) + 1)
    )
