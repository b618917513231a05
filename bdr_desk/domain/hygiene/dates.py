"""Dates as lists hold them: any usual order, month names in the usual languages, spreadsheet serials, Unix times."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bdr_desk.domain.matching import fold

_MONTH_FIRST = frozenset(("US", "PH", "FM", "MH", "PW", "GU", "PR", "AS", "VI", "MP"))
_FIRST_DAY = date(1899, 12, 30)  # day 0 of spreadsheets (ECMA-376 part 1 §18.17.4.1, the 1900 system)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: a five-digit number in a date column is such a day
_YEARS = range(1950, 2101)
_TIME = re.compile(r"[T ,]+\d{1,2}[:.h]\d\d.*$")
_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_MONTHS: dict[str, int] = {
    fold(name): number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari stycznia styczen jaenner января",
            "feb february februar fevrier fevr febrero febbraio fevereiro fev februari lutego luty февраля",
            "mar march märz maerz mrz mars marzo março maart mrt marca marzec марта",
            "apr april avril avr abril abr aprile kwietnia kwiecien апреля",
            "may mai mayo maggio mag maio mei maj maja мая",
            "jun june juni juin junio giugno giu junho czerwca czerwiec июня",
            "jul july juli juillet juil julio luglio lug julho lipca lipiec июля",
            "aug august août aout agosto ago augustus augusti sierpnia sierpien августа",
            "sep sept september septembre septiembre settembre set setembro wrzesnia wrzesien сентября",
            "oct october oktober okt octobre octubre ottobre ott outubro out pazdziernika октября",
            "nov november novembre noviembre novembro listopada listopad ноября",
            "dec december dezember dez décembre diciembre dic dicembre dezembro grudnia grudzien декабря",
        ),
        start=1,
    )
    for name in names.split()
}


@lru_cache(maxsize=16384)
def date_in(cell: str, region: str) -> date | None:
    """The day a cell names, None when it names none. Where the order is open, 3/4/2025 is read as in `region`.

    A month, a quarter or a year alone is its last day: nobody is called stale before it is sure.
    """
    tokens = _TOKENS.findall(_TIME.sub("", cell.strip()))
    numbers = [token for token in tokens if token.isdecimal()]
    words = [fold(token) for token in tokens if not token.isdecimal()]
    try:
        return _day(numbers, words, region)
    except (ValueError, OverflowError):
        return None


def _day(numbers: list[str], words: list[str], region: str) -> date | None:
    if "ago" in words and len(words) > 1:  # "3 years ago", not "3 ago" (August)
        return None
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    if month:
        return _named_month(numbers, month)
    if "q" in words and len(numbers) == 2:
        quarter, year = sorted(map(int, numbers))
        return _month_end(year, quarter * 3)
    if len(numbers) == 1 or (len(numbers) == 2 and len(numbers[0]) == 5):
        return _one_number(numbers[0])
    if len(numbers) == 2:
        month, year = sorted(map(int, numbers))
        return _month_end(year, month) if year in _YEARS else None
    return _three(numbers, region) if len(numbers) == 3 else None


def _named_month(numbers: list[str], month: int) -> date | None:
    if len(numbers) == 1:
        return _month_end(_year(numbers[0]), month)
    if len(numbers) != 2:
        return None
    first, last = numbers
    return date(_year(first), month, int(last)) if len(first) == 4 else date(_year(last), month, int(first))


def _three(numbers: list[str], region: str) -> date:
    first, second, third = map(int, numbers)
    if len(numbers[0]) == 4:
        return date(first, second, third)
    month_first = second > 12 or (first <= 12 and region in _MONTH_FIRST)
    return date(_year(numbers[2]), *((first, second) if month_first else (second, first)))


def _one_number(digits: str) -> date | None:
    value = int(digits)
    if len(digits) == 8:
        return date(value // 10_000, value // 100 % 100, value % 100)
    if len(digits) == 5 and value in _SERIALS:
        return _FIRST_DAY + timedelta(days=value)
    if len(digits) in (10, 13):
        return datetime.fromtimestamp(int(digits[:10]), UTC).date()
    return date(value, 12, 31) if len(digits) == 4 and value in _YEARS else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(digits: str) -> int:
    """Two digits are 1970 to 2069, as POSIX strptime has it."""
    value = int(digits)
    year = value if len(digits) > 2 else value + (1900 if value >= 70 else 2000)
    if year not in _YEARS:
        raise ValueError(year)
    return year
