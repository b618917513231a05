"""How a list file would be read: its mapping, the project's terms, and a preview of its first rows with their verdicts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.column_choices import quoted
from bdr_desk.domain.columns import Choice, Column, ColumnMap, column_names, match_columns, suggestions
from bdr_desk.domain.hygiene import Companies, Terms
from bdr_desk.domain.list_rows import Flaw, ReadRow, Tally, Verdict, tally
from bdr_desk.domain.list_terms import read_terms
from bdr_desk.domain.profile import Profile, from_json
from bdr_desk.domain.sources import SourceName, read_source
from bdr_desk.domain.staging import Asked, Judged, ListPlace, Reading, judge_row, packed
from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files.list_file import SAMPLE_ROWS, ListFile, open_list
from bdr_desk.queries.erasures import erasure_key
from bdr_desk.store.comparing import Comparing
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import CallList, Project, ProjectCompany, Source

_SHORT = 64_000  # bytes of text that are always looked at to the end


def checked_region(region: str) -> str:
    """`region` as ISO 3166 alpha-2 in upper case. Raises BadInput for a country whose numbers cannot be read."""
    code = region.strip().upper()
    if not phone.is_region(code):
        raise BadInput(
            f"“{region}” is not a country code.", "Give two letters as in US, GB, DE, FR (ISO 3166)."
        )
    return code


@dataclass(frozen=True, repr=False)
class StagedRow:
    """A row of a preview: what it says and what would become of it."""

    number: int
    cells: tuple[str, ...]
    verdict: Verdict
    flaws: tuple[Flaw, ...] = ()
    row: ReadRow | None = None


@dataclass(frozen=True, repr=False)
class Preview:
    """How a file would be read: the mapping, and the first rows with their verdicts, compared with who is known.

    `offers` are, for each column, the fields it may be, the likeliest first. `encoding_sure` is False where it was guessed.
    `about_rows` is about how many the file has; where `rows` are the `whole` file, it is exactly those.
    """

    kind: str
    encoding: str
    encoding_sure: bool
    delimiter: str
    sheets: tuple[str, ...]
    sheet: str
    header: tuple[str, ...] | None
    names: tuple[str, ...]  # of the columns, the mapping's choices: "column 3" where the file has no name
    columns: ColumnMap
    offers: tuple[tuple[Column, ...], ...]
    rows: tuple[StagedRow, ...]
    counts: Tally
    about_rows: int
    whole: bool


def preview(
    desk: Desk, place: ListPlace, region: str, chosen: Iterable[Choice] = (), *, project: str = "", source: str = ""
) -> Preview:  # fmt: skip
    """Read the first rows of `place` as an import into `project` would, with `chosen` (field, column) pairs.

    A mapping that reaches nobody is shown, not refused. Raises FileProblem, and BadInput for a wrong choice.
    """
    file = open_list(place.path, sheet=place.sheet, encoding=place.encoding)
    with desk.read() as session:
        found = project_named(session, project.strip())
        remembered = remembered_mapping(session, found, source)
        reading = reading_of(file, checked_region(region), chosen, remembered)
        rows = _staged(session, desk, file, asked_of(desk, session, found, reading), found)
    counts = tally(Counter(row.verdict for row in rows))
    sample = [cells for _, cells in file.sample]
    return Preview(
        file.kind, file.encoding, file.encoding_sure, file.delimiter, file.sheets, file.sheet, file.header,
        column_names(file.header, file.width), reading.columns, suggestions(file.header, sample, reading.region), rows, counts,
        about_rows(file), _seen_whole(file),
    )  # fmt: skip


def _staged(
    session: Session, desk: Desk, file: ListFile, asked: Asked, project: Project | None
) -> tuple[StagedRow, ...]:
    judged = [judge_row(number, cells, asked) for number, cells in file.sample]
    comparing = Comparing(session, project.id if project else None, desk.clock(), erasure_key(desk, session))
    compared = comparing.batch([packed(row, asked) for row in judged])
    return tuple(
        StagedRow(row.number, tuple(row.cells), found.verdict, _flaws(row, found.rule), row.row)
        for row, found in zip(judged, compared, strict=True)
    )


def _flaws(row: Judged, rule: str) -> tuple[Flaw, ...]:
    return (Flaw("", "", rule), *row.flaws) if rule else row.flaws


def reading_of(
    file: ListFile, region: str, chosen: Iterable[Choice], remembered: Mapping[str, str] | None = None
) -> Reading:
    """How `file` is read in `region` (checked already). Raises BadInput for a wrong choice."""
    sample = [cells for _, cells in file.sample]
    columns = match_columns(file.header, sample, region, chosen, remembered)
    return Reading(columns, region, file.header, file.width)


def about_rows(file: ListFile) -> int:
    """About how many rows a file has, by the bytes of its first ones; those when they are all, or it has gone away since."""
    if _seen_whole(file):
        return len(file.sample)
    between = file.delimiter or ","
    bytes_of = [len(between.join(cells).encode(file.encoding, "replace")) + 2 for _, cells in file.sample]
    return max(len(bytes_of), round(_size(file) * len(bytes_of) / max(1, sum(bytes_of))))


def _seen_whole(file: ListFile) -> bool:
    """A short file is looked at to its end."""
    return len(file.sample) < SAMPLE_ROWS and (_size(file) < _SHORT or bool(file.sheets))


def _size(file: ListFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def remembered_mapping(session: Session, project: Project | None, source: str) -> Mapping[str, str]:
    """How the columns of the source's last list were read, as the user had ruled; empty for a new one."""
    if project is None or not source.strip():
        return {}
    try:
        found = source_named(session, project.id, read_source(source))
    except BadInput:  # still being typed
        return {}
    return found.mapping if found else {}


def refuse_unreachable(file: ListFile, reading: Reading) -> None:
    """Raises FileProblem when no column says how to reach anybody."""
    if reading.columns.reaches:
        return
    names = quoted(column_names(file.header, file.width))
    read_as = ", ".join(f"{c.name} as {c.field}" for c in reading.columns.columns)
    raise FileProblem(
        f"No column of {file.path.name} was recognised as phone numbers or e-mail addresses. "
        f"It has: {names}." + (f" Recognised: {read_as}." if read_as else ""),
        "Name the column with --map, for example --map phone=COLUMN, or import a file that has one.",
    )


def asked_of(
    desk: Desk, session: Session, project: Project | None, reading: Reading, *, sample: bool = False
) -> Asked:
    """All that is asked of the rows of a list read as `reading`. `sample`: a project that is not made yet will be one."""
    terms = _terms_of(desk, session, project, reading.region, sample=sample)
    return Asked(reading, terms, _profile_of(project) if project else None)


def _terms_of(
    desk: Desk, session: Session, project: Project | None, region: str, *, sample: bool = False
) -> Terms:
    """What `project` asks of its lists; what any project asks when it is not made yet."""
    today = desk.clock().date()
    if project is None:
        return Terms(region, today, sample=sample)
    asked = read_terms(project.rules)
    return Terms(
        region, today, asked.severities, project.sample, asked.stale_after_days, asked.very_stale_after_days,
        competitors=companies(session, project.id, "competitor"), customers=companies(session, project.id, "customer"),
    )  # fmt: skip


def _profile_of(project: Project) -> Profile | None:
    """The ideal customer a project's leads are scored against, None where it asks nothing."""
    return from_json(project.profile) if project.profile else None


def companies(session: Session, project: UUID, kind: str) -> Companies:
    """The customers or competitors of a project."""
    query = select(ProjectCompany.name_key, ProjectCompany.domain).where(
        ProjectCompany.project_id == project, ProjectCompany.kind == kind
    )
    found = session.execute(query).all()
    return Companies(frozenset(key for key, _ in found if key), frozenset(site for _, site in found if site))


def list_named(session: Session, project: UUID, name: str) -> CallList | None:
    return session.scalar(select(CallList).where(CallList.project_id == project, CallList.name == name))


def source_named(session: Session, project: UUID, source: SourceName) -> Source | None:
    same = (Source.project_id == project, Source.kind == source.kind, Source.detail == source.detail)
    return session.scalar(select(Source).where(*same))
