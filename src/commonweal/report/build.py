"""From a book to a published folder in one go: check, freeze, value, compute, print, seal. All of it or nothing."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.folders import new_folder, refuse_foreign
from commonweal.basics.memory import uncollected
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.indicators.compute import given_away
from commonweal.indicators.figure import Figure, to_record
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.book import Book
from commonweal.ledger.checked import Checked, check_book, checked_before
from commonweal.report.changes import changes_between, corrections_in
from commonweal.report.checklist import Candidate, Line, go_through, stopped_by
from commonweal.report.committee import DOCX
from commonweal.report.document import Report, make_report
from commonweal.report.docx_printer import write_docx
from commonweal.report.html import writing_html
from commonweal.report.languages import has_catalogue, languages, printed_in
from commonweal.report.package import DATA, PACKAGE, mark_published, package_name, published_as, seal, write_data
from commonweal.report.pdf import pdf_of
from commonweal.report.previous import Previous, read_previous
from commonweal.report.prose.check import check_prose
from commonweal.report.signatures import is_draft
from commonweal.report.stories import write_images
from commonweal.report.workbook import write_workbook
from commonweal.snapshot.long_table import LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.store import frozen, is_snapshot, read_findings, read_snapshot
from commonweal.valuation.engines import valued_rows

# How much of the work on pages a second process does, while the first also makes the other forms: of a report of long
# tables fewer, for it makes the data package after the pages.
_SHARE, _SHARE_OF_LONG = 0.75, 0.55


@dataclass(frozen=True)
class Built:
    """What a build made: how much went in, the figures, the fingerprint of the result, and the check list.

    `given_away` names each figure whose small count of people an earlier report tells already; it stops nothing.
    """

    checked: Checked
    figures: tuple[Figure, ...]
    fingerprint: str
    as_of: date
    lines: tuple[Line, ...]
    given_away: list[Finding]

    @property
    def drafts(self) -> list[str]:
        """The files and titles of texts that were left out because they are still being written."""
        return [f"sections/{page.name}.md, {page.say('title')}"
                for page in self.checked.book.sections if is_draft(page)]

    @property
    def by_standing(self) -> Mapping[str, int]:
        """How many figures there are of each standing."""
        counts: dict[str, int] = {}
        for figure in self.figures:
            counts[figure.standing] = counts.get(figure.standing, 0) + 1
        return counts


@uncollected()
def build_report(folder: Path, target: Path, *, as_of: date | None = None, release: int = 1,
                 previous: Path | None = None, last_year: Path | None = None, publish: bool = False,
                 engine: str = "duckdb", approvers: int = 0, today: date | None = None,
                 say: Callable[[str], None] = lambda text: None) -> Built:
    """Build the report of a book, or of frozen figures, into a folder: its pages, document, workbook and data/.

    `as_of` is the last day of the report's period unless given; `previous` is the folder of the release before this
    one, `last_year` that of the report on an earlier period, and small counts of people that they would tell together
    are withheld as well; `approvers` is how many people must approve it on the site that makes it, which it then
    prints; `today`, the day on which it is to be published, decides only whether the people in its stories still agree.
    The same book and the same earlier reports give the same bytes. Raises Refused with findings where the book has
    errors, and with `publish` where a line of the check list is not done; an earlier report in the folder then stays as
    it was. So it does, with Refused, where it was published and is another one, or is one that this is compared with:
    only a draft is ever replaced.
    """
    ours = f"{DATA}/{PACKAGE}"
    refuse_foreign(target, ours=ours)
    for held_beside in (previous, last_year):
        _refuse_in_place_of(held_beside, target)
    earlier = read_previous(previous) if previous else None
    years_ago = read_previous(last_year) if last_year else None
    printed_before = [one.printed for one in (earlier, years_ago) if one]
    with _opened(folder, as_of, say) as (checked, snapshot), printed_in(_language(checked)):
        _refuse_other(earlier, checked.book, release)
        _refuse_no_earlier_year(years_ago, checked.book)
        facts, figures = figures_of(snapshot, engine, printed_before)
        typed_numbers = _check_prose(folder, snapshot, figures)
        changes = _changes(earlier, figures, checked.book, release)
        say(f"Made {len(figures):,} figures from {len(snapshot.lines):,} lines; writing the pages.")
        # Of a long table pages value the lines that they show, one at a time.
        long = isinstance(snapshot.lines, LongTable)
        valued = [] if long else valued_rows(snapshot, engine)
        report = make_report(snapshot, facts, figures, valued, declared_gaps(checked), str(release), changes,
                             approvers)
        # A long table leaves little memory: what printing takes is then given back before the pages take their own, and
        # the data package, whose lines are sorted, comes after them.
        printing = ProcessPoolExecutor(1, get_context("spawn")) if long else ThreadPoolExecutor(1)
        with new_folder(target, ours=ours) as work, printing as beside:
            data = partial(_write_data, report, work, release)
            printed = beside.submit(pdf_of(report))
            if long:
                beside.shutdown()
            with writing_html(report, work, share=_SHARE_OF_LONG if long else _SHARE):
                if not long:
                    data()
                write_images(report.year, work / "assets")
                say("Printing the document and the workbook.")
                write_workbook(report, work / "report.xlsx")
                write_docx(report, work / DOCX)
            if long:
                data()
            (work / "report.pdf").write_bytes(printed.result())
            lines = go_through(Candidate(checked, report.year, typed_numbers, work, release, earlier, today))
            stops = stopped_by(lines)
            for line in lines if publish else ():
                say(str(line))
            if publish and stops:
                findings = [finding for line in stops for finding in line.findings]
                raise Refused(told("{folder} cannot be published yet: {stops} of {lines} lines of the check list "
                                   "are not done. Nothing was written.", folder=folder, stops=len(stops),
                                   lines=len(lines)), findings)
            fingerprint = seal(work)
            before = published_as(target)
            if before not in ("", fingerprint):
                raise Refused(told("{target} holds a report that was published, and this is another one. What was "
                                   "published stays: name another folder.", target=target))
            if publish or before:
                mark_published(work, fingerprint)
    given = [Finding("TOLD-EARLIER", Severity.NOTE, told(
        "An earlier report tells of a small number of people that this one withholds: {figure}.", figure=name), told(
        "Nothing takes it back. Look whether that report should still be public."), "figures.csv", subject=name)
        for name in (given_away(facts, printed_before) if printed_before else [])]
    return Built(checked, figures, fingerprint, snapshot.as_of, lines, given)


@contextmanager
def _opened(folder: Path, as_of: date | None, say: Callable[[str], None]) -> Iterator[tuple[Checked, Snapshot]]:
    """The records, checked and frozen; or figures that were frozen before, with what checking them had found."""
    if is_snapshot(folder):
        snapshot = read_snapshot(folder)
        if as_of not in (None, snapshot.as_of):
            raise Refused(told("{folder} was frozen as of {as_of}: make another from the records.", folder=folder,
                               as_of=snapshot.as_of.isoformat()))
        checked = checked_before(snapshot.book, read_findings(folder))
        say(f"Read {checked.facts:,} facts, frozen as of {snapshot.as_of.isoformat()}.")
        yield checked, snapshot
        return
    checked = check_book(folder)
    day = as_of or checked.book.settings.period.span.end
    say(f"Read {checked.facts:,} facts; freezing them as of {day.isoformat()}.")
    with frozen(checked.book, day) as snapshot:
        yield checked, snapshot


def _write_data(report: Report, work: Path, release: int) -> None:
    year, slices = report.year, report.year.slices
    (work / DATA).mkdir()
    write_data(year.snapshot, year.figures, year.valued, work, release=release, changes=year.changes,
               slices=slices.names)
    slices.write(year.lines, work / DATA)


def _language(checked: Checked) -> str:
    """The language that the report's own words are printed in."""
    language = checked.book.settings.language
    if not has_catalogue(language):
        raise Refused(told("The report cannot be printed in that language."), [
            Finding("REPORT-LANGUAGE", Severity.ERROR,
                    told("the report's own words do not exist in '{language}'.", language=language),
                    told("Choose one of: {languages}; or add a file to the catalogue. Prose can be in any language: "
                         "see the reference page of the book.", languages=", ".join(languages())),
                    "book.toml", column="language")])
    return language


def _check_prose(folder: Path, snapshot: Snapshot, figures: tuple[Figure, ...]) -> list[Finding]:
    """Numbers typed in prose that are no figure and have no source; a reference to no figure stops everything."""
    found = check_prose(snapshot.book, {figure.id: figure for figure in figures})
    wrong = by_severity(found, Severity.ERROR)
    if wrong:
        raise Refused(told("{folder} has {count} numbers in its prose to mend.", folder=folder, count=len(wrong)),
                      wrong)
    return by_severity(found, Severity.GAP)


def _refuse_in_place_of(before: Path | None, target: Path) -> None:
    """Raises Refused where a report would take the place of one that it is compared with."""
    if before and target.exists() and before.exists() and target.samefile(before):
        raise Refused(told("{target} is a report that this one is compared with, and stays as it is: name another "
                           "folder for the new one.", target=target))


def _refuse_other(earlier: Previous | None, book: Book, release: int) -> None:
    """Raises Refused where the earlier release is of another report, or not the one right before this one."""
    if earlier and earlier.name != package_name(book):
        raise Refused(told("The earlier release is of another report ({name}, not {book}).", name=earlier.name,
                           book=package_name(book)))
    if earlier and earlier.release != release - 1:
        raise Refused(told("The earlier release has the number {number}: release {release} is compared with "
                           "release {before}.", number=earlier.release, release=release, before=release - 1))


def _refuse_no_earlier_year(years_ago: Previous | None, book: Book) -> None:
    """Raises Refused where what was named as last year's report is another body's, or this very report."""
    if years_ago and (years_ago.body != book.settings.body or years_ago.name == package_name(book)):
        raise Refused(told("Last year's report is one of the same body on an earlier period: {name} is not.",
                           name=years_ago.name))


def _changes(
    earlier: Previous | None, figures: tuple[Figure, ...], book: Book, release: int
) -> tuple[Record, ...]:
    """What this release and those before it changed; nothing where there is no release to compare with."""
    if earlier is None:
        return ()
    now = {figure.id: to_record(figure) for figure in figures}
    return (*earlier.changes, *changes_between(earlier.figures, now, release, corrections_in(book)))


def declared_gaps(checked: Checked) -> list[tuple[Finding, str, str, date | None]]:
    """Each declared gap with its reason, the office that declares it and the day; open gaps with no reason."""
    rows = {row.text("finding"): row for row in checked.book.rows("declared")}
    known = [(gap, row.text("reason"), row.text("by"), row.day("on"))
            for gap in checked.declared for row in [rows[gap.key]]]
    return known + [(gap, "", "", None) for gap in checked.open_gaps]
