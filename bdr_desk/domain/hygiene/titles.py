"""What a job title says about whether anybody buys there: seekers, students, the retired, those who advise.

Titles are compared folded (`matching.fold`): no case, no accents, no punctuation.
"""

import re
import unicodedata
from functools import lru_cache

from bdr_desk.domain.hygiene.names import says_no_call
from bdr_desk.domain.hygiene.shapes import is_place, misplaced
from bdr_desk.domain.matching import fold

_SEEKERS = r"""
    (seeking|exploring|pursuing|looking for|open to|in search of) (\w+ ){0,3}(opportunit\w+|roles?|position|jobs?|work
    |challenges?|employment);
    opentowork; open to (work|opportunities); unemployed; job ?(seeker|seeking|hunter|hunting); between jobs;
    (currently|executive|professional) in transition; ^in transition$;
    available (immediately|for hire); laid off; currently seeking;
    arbeits?suchend\w*; arbeitssuchende?r?; arbeitslos\w*; auf (jobsuche|stellensuche|arbeitssuche);
    auf der suche nach (\w+ ){0,2}(herausforderung\w*|stelle|job|position|aufgabe\w*); stellensuchend\w*;
    suche (eine )?(neue )?(stelle|anstellung|herausforderung|arbeit);
    (en |a la )?recherche (active )?(demploi|dun emploi|dopportunites);
    a la recherche de (nouvelles )?opportunites; a la recherche dun[e]? \w+;
    recherche (un |une )?(poste|emploi|alternance|stage|cdi).*; demandeu(r|se) demploi;
    a lecoute du marche; sans emploi; au chomage; (en )?(busqueda|busca) (activa )?de (empleo|trabajo);
    buscando (empleo|trabajo); desemplead[oa]; en paro; in cerca di (occupazione|lavoro|\w+ opportunita);
    disoccupat[oa]; inoccupat[oa]; (em )?busca de (recolocacao|emprego|novas oportunidades);
    em (transicao|recolocacao); desempregad[oa]; werkzoekend\w*;
    op zoek naar (een )?(baan|werk|nieuwe uitdaging); poszukuje pracy; bezrobotn[yae]; szukam pracy;
    в поиске (работы|новой работы); ищу работу; безработн\w+; arbetssokande; arbetslos; arbeidssøkende;
    tyonhakija; munkanelkuli; 求職中; 求职中?; 구직 ?중
"""
_STUDENTS = r"""
    (\w+ ){0,3}students?( (at|of|in)\b.*)?; (mba|phd|bsc|msc|ba|bs|ms|ma|masters?|doctoral|degree) candidate.*;
    (\w+ ){0,2}(interns?|internship|trainee|apprentice)( (at|in)\b.*)?; (recent |new )(\w+ )?graduate.*;
    undergrad\w*.*; werkstudent(in)?\b.*; student(in)?( (an|der|fur|bei|im)\b.*)?; schuler(in)?; .*\bpraktikant(in)?\b.*; azubi.*;
    .*\bauszubildende[r]?\b.*; etudiante?\b.*; stagiaire\b.*; (en )?alternan(ce|te?)\b.*; apprentie?\b.*;
    lyceenne?; estudiante\b.*; becari[oa]\b.*; (en )?practicas\b.*; pasante\b.*; studente(ssa)?\b.*;
    stagista\b.*; tirocinante\b.*; estagiari[oa]\b.*; estudante\b.*; stagiair\b.*; studentka\b.*;
    stazyst(a|ka)\b.*; praktykant(ka)?\b.*; студент(ка)?\b.*; стажер\b.*; opiskelija\b.*; elev\b.*; ogrenci\b.*;
    stajyer\b.*; (大)?学生; 実習生; 实习生; インターン; 학생; 인턴; mahasiswa; sinh vien
"""
_GONE = r"""
    retired\b.*; .*\b(now|semi|recently|is|has) retired; [\w ]+ retired; retiree;
    past (president|chair\w*|director|ceo|owner); (former|formerly|ex)\b.+;
    no longer (with|at|employed|works|working|there|here).*;
    left (the )?(company|firm|organi[sz]ation|business).*; (has left|moved on|gone); deceased; passed away;
    emeritus; rentner(in)?; (im|in) (ruhestand|rente|pension); pensioniert\w*; pensionar(in)?;
    ehemalige[rs]? .+; verstorben; ausgeschieden; a?\w* ?la retraite; (jeune )?retraitee?( .*)?;
    ancien(ne)? (directeur|directrice|pdg|gerante?|responsable).*; decedee?; jubilad[oa]( .*)?; fallecid[oa];
    pensionat[oa]( .*)?; in pensione; aposentad[oa]( .*)?; gepensioneerd\w*( .*)?; emeryt(ka)?( .*)?;
    na emeryturze; пенсионер(ка)?; на пенсии; elakelainen; pensjonist; emekli( .*)?; 退職; 已退休
"""
_ALONE = r"""
    (\w+ ){0,3}consultants?; (\w+ ){0,3}consultant (in|for|at|to)\b.*; consultant (and|to|owner|freelance)\b.*;
    (consultant|consulente|consultora?|berater) (?!cardio|surg|physician|anaes|radiol|psych|gyn|paed|ortho|neuro|onco
    |dermat|ophth|nurse|relations|manager|liaison|midwife|engineer|pathol|urol|haemat|dentist)\w+.*; fractional \w+;
    (\w+ )*free ?lanc(e|er|ing)\b.*; (\w+ )*self ?employed\b.*; solopreneur; sole (trader|proprietor);
    independent (contractor|advisor|adviser|consultant|professional).*;
    (business|executive|life|career|leadership|success|sales|personal|wellness|mindset|health|agile) coach\b.*;
    (certified )?(professional )?coach; (\w+ )?advisor and consultant; \w*(berater|beraterin);
    selbst(st)?andige?[rs]?( .*)?; freiberuf(ler(in)?|lich)( .*)?; freie[rs]? (mitarbeiter|journalist)(in)?;
    consultante?( .*)? independante?; consultante? en .*; consultante; auto ?entrepreneu(r|se); independante?;
    travailleu(r|se) independante?; coach de vie; conseil independant; consultora?( .*)?;
    (trabajador[a]? )?autonom[oa]( .*)?; asesora? independiente; independiente; liber[oa] professionista;
    consulente( .*)?; zzper; zelfstandig\w*( .*)?; konsultant(ka)?; wolny strzelec; фриланс(ер)?; самозаняты\w+;
    консультант; egenforetagare; konsulent; selvstendig.*; yrittaja; フリーランス; 自営業; 自由职业者?; 프리랜서
"""
_DESK_OF = (
    r"(director|manager|head|vp|president|dean|chief|leiter\w*|coordinator|officer|lead|relations|services?)"
)
_NOT_ALONE = re.compile(rf"\b{_DESK_OF}\b")


def _any(patterns: str) -> re.Pattern[str]:
    """One pattern of many, its letters taken apart as `fold` does (Hangul syllables into their parts)."""
    joined = re.sub(r"\s*\n\s*\|", "|", patterns)
    every = (" ".join(pattern.split()) for pattern in joined.split(";"))
    return re.compile(unicodedata.normalize("NFKD", "|".join(every)))


_SEEKER, _STUDENT, _RETIRED, _CONSULTANT = map(_any, (_SEEKERS, _STUDENTS, _GONE, _ALONE))


@lru_cache(maxsize=65536)
def title_rule(title: str) -> str | None:
    """The rule a job title breaks."""
    if misplaced(title) or is_place(title):
        return "shifted_columns"
    if says_no_call(title):
        return "do_not_call"
    folded = fold(title)
    if _found(_SEEKER, folded):
        return "job_seeker"
    if _STUDENT.fullmatch(folded) and not _NOT_ALONE.search(folded):
        return "student"
    if _RETIRED.fullmatch(folded):
        return "retired"
    return "consultant" if _is_alone(folded) else None


def _is_alone(folded: str) -> bool:
    return bool(_CONSULTANT.fullmatch(folded)) and not _NOT_ALONE.search(folded)


def _found(pattern: re.Pattern[str], folded: str) -> bool:
    """Whole words only, in scripts that part them."""
    return any(
        folded[: m.start()][-1:] in ("", " ") and folded[m.end() :][:1] in ("", " ")
        for m in pattern.finditer(folded)
    )
