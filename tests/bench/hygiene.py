"""How fast rows are judged, and what each group of rules costs: microseconds a row, cold and warm.

python -m tests.bench.hygiene [ROWS]

Twelve filled columns. A third of the people and companies and all numbers and addresses differ, as in a real list; the
floor is two look-ups in a dictionary.
"""

from collections.abc import Callable
from datetime import date
from time import perf_counter

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.hygiene import Companies, Terms, judge
from bdr_desk.domain.hygiene.companies import company_rule, is_the_person
from bdr_desk.domain.hygiene.dates import date_in
from bdr_desk.domain.hygiene.mail import mail_rules
from bdr_desk.domain.hygiene.names import name_rule
from bdr_desk.domain.hygiene.numbers import number_rule
from bdr_desk.domain.hygiene.shapes import misplaced
from bdr_desk.domain.hygiene.titles import title_rule
from bdr_desk.domain.list_rows import ReadRow, read_row
from tests.bench.watch import arguments

HEADER = (
    "Company", "Name", "Job Title", "Phone", "Email", "Website", "Street", "City", "State", "Zip", "Industry", "Last Updated",
)  # fmt: skip
TITLES = (
    "CEO",
    "VP Operations",
    "IT Manager",
    "Head of Procurement",
    "Director of Facilities",
    "Plant Manager",
    "Owner",
    "CFO",
)
AREAS = ("617", "212", "312", "404", "303", "206", "415", "214", "713", "602")
GIVEN = (
    "Ruth",
    "Ken",
    "Luis",
    "Ada",
    "Priya",
    "Theo",
    "Mary Anne",
    "Bo",
    "John",
    "Max",
    "Lena",
    "Carmen",
    "Sam",
    "Wes",
)
TERMS = Terms(
    "US",
    date(2026, 7, 1),
    customers=Companies(frozenset({"larkspur foods"}), frozenset({"larkspur-foods-group.com"})),
)


def made(rows: int) -> list[ReadRow]:
    columns = match_columns(HEADER, [], "US")
    return [read_row(n, cells(n), columns, "US") for n in range(rows)]


def cells(n: int) -> tuple[str, ...]:
    company = n // 3
    return (
        f"{letters(company + 500_000)} Tool & Pump LLC", f"{GIVEN[n % len(GIVEN)]} {letters(n // 3 + 1)}",
        TITLES[n % len(TITLES)],
        f"({AREAS[n % len(AREAS)]}) {300 + n // 10_000 % 600}-{n % 10_000:04}", f"p{n}@firm{company}-tool.com",
        f"www.firm{company}-tool.com", f"{n} Main Street", "Larchfield", "MA", "02110", "Tools", f"2026-0{1 + n % 6}-12",
    )  # fmt: skip


def letters(n: int) -> str:
    return "".join("aeioubdlmr"[int(digit)] for digit in str(n + 7_000_000)).capitalize()


GROUPS: dict[str, Callable[[ReadRow], object]] = {
    "numbers": lambda row: [number_rule(found.number.e164) for found in row.phones],
    "addresses": lambda row: [mail_rules(address) for address in row.emails],
    "name": lambda row: name_rule(row.name),
    "company": lambda row: company_rule(row.company),
    "company is the person": lambda row: is_the_person(row.company, row.name),
    "title": lambda row: title_rule(row.texts["title"]),
    "city": lambda row: misplaced(row.texts["city"]),
    "key for customers": lambda row: row.company_key,
    "date": lambda row: date_in(row.texts["updated"], TERMS.region),
}


def seconds(rows: list[ReadRow], work: Callable[[ReadRow], object]) -> float:
    start = perf_counter()
    for row in rows:
        work(row)
    return perf_counter() - start


def main() -> None:
    count = int(arguments()[0]) if arguments() else 100_000
    rows = made(count)
    known = {cell: cell for row in rows for cell in (row.name, row.company, row.texts["title"])}
    floor = seconds(
        rows, lambda row: [known.get(row.name), known.get(row.company), known.get(row.texts["title"])]
    )
    cold, warm = (seconds(rows, lambda row: judge(row, TERMS)) for _ in range(2))
    for name, took in (("two look-ups", floor), ("judge, first time", cold), ("judge, again", warm)):
        print(f"{name:<28}{count / took:>12,.0f} rows/s{took / count * 1e6:>9.2f} us a row")
    for name, group in GROUPS.items():
        took = seconds(rows, group)
        print(f"  {name:<26}{count / took:>12,.0f} rows/s{took / count * 1e6:>9.2f} us a row")


if __name__ == "__main__":
    main()
