"""One frozen year as the chapters read it: figures found by what they are of, names, numbers ready to print."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from commonweal.basics.findings import Finding
from commonweal.basics.numbers import ZERO, pounds
from commonweal.basics.tables import Record
from commonweal.indicators.facts import PROMISED, Facts
from commonweal.indicators.figure import SUPPRESSED, Figure, Withheld
from commonweal.ledger.book import Book
from commonweal.ledger.chains import in_force
from commonweal.ledger.pages import Page as BookPage
from commonweal.ledger.pictures import read_picture
from commonweal.report.blocks import Block, Image, Inlines, Link, Paragraph, Prose, Translation
from commonweal.report.homes import Homes
from commonweal.report.phrases import AlikeCells, PartOfRatio, number_alone, span_in_words
from commonweal.report.prose.binding import bind
from commonweal.report.prose.declared import declared_numbers
from commonweal.report.shown_lines import ShownLines
from commonweal.report.slices import Slices, cut
from commonweal.report.words import CATALOGUE, amount, counted, exact_amount, in_words, pieces, say, shown, unit_after
from commonweal.snapshot.long_table import Asked, LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.valuation.one_line import Pricer

Row = Mapping[str, Any]
Gap = tuple[Finding, str, str, date | None]

# What parts a total into views of the same lines; a figure that selects by none of these is of the whole body.
_BREAKDOWNS = frozenset({"theme", "outcome", "role", "place", "measure", "activity"})
# So many lines of a long table are remembered with what they are worth and what tables say of them.
MOST_REMEMBERED = 5_000


@dataclass(frozen=True, eq=False)
class Year:
    """Everything the chapters read.

    `gaps` are the known gaps with reason, office and day; `changes` what this release and those before it changed;
    `approvers` how many people must approve it on the site that makes it, or none; `left_out` says of each chart that
    could not be drawn why not.
    """

    snapshot: Snapshot
    facts: Facts
    figures: Sequence[Figure]
    valued: Sequence[Row]
    gaps: Sequence[Gap]
    release: str
    changes: Sequence[Record] = ()
    approvers: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def book(self) -> Book:
        """The frozen book."""
        return self.snapshot.book

    @property
    def day(self) -> str:
        """The day the figures were frozen on, in words."""
        return in_words(self.snapshot.as_of)

    @property
    def period(self) -> str:
        """The reporting period as it is printed."""
        return self.book.settings.period.label

    def written(self, page: BookPage) -> str:
        """What the body wrote, with each reference to a figure printed and linked."""
        return bind(page.text, self.by_id, lambda name: f"figure:{name}")[0]

    @cached_property
    def images(self) -> dict[str, Image]:
        """The photographs of stories, by story. One without words for it, or of unknown owner, is not printed."""
        found = {}
        for story in self.book.stories:
            name, alt, rights = (story.say(key).strip() for key in ("image", "alt", "rights"))
            if name and alt and rights:
                picture = read_picture(self.book.folder / "stories" / name)
                found[story.name] = Image(picture.name, picture.content, picture.kind, picture.width, picture.height,
                                          alt, rights)
        return found

    def prose(self, page: BookPage, *after: Block) -> list[Block]:
        """A page's text, where the numbers come from that it declares, what comes `after`, and its translations."""
        note = [Paragraph((sources,), "note")] if (sources := self.sources(page)) else []
        return [Prose(self.written(page), page.name, page.language), *note, *after, *self.translations(page)]

    def sources(self, page: BookPage) -> str:
        """Where the numbers come from that a page declares, as a sentence; blank where it declares none."""
        declared = declared_numbers(page, page.name)[0]
        sources = "; ".join(f"{number.text}: {number.source}" for number in declared)
        return say("prose.sources", sources=sources) if declared else ""

    def translations(self, page: BookPage) -> tuple[Translation, ...]:
        """The same text in each other language that it is ready in."""
        ready = (told for told in page.translations if told.say("state") != "draft")
        return tuple(
            Translation(
                f"{page.name}-{told.language}", told.language, told.say("title"), self.written(told), told.say("author")
            )
            for told in ready
        )

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """The figures by id."""
        return {figure.id: figure for figure in self.figures}

    @cached_property
    def lines(self) -> ShownLines:
        """The lines that may be shown with their contract or project."""
        return ShownLines(self.snapshot, self.facts.cells, [*filter(self.homes.has_page, self.figures)])

    def make_ready(self) -> None:
        """Make what every page asks for before a second process begins: made by each alone, it lies in memory twice."""
        _ = self.homes, self.slices, self.unit_values, self._pricer, self.lines.turns

    def worth(self, line: Record) -> Sequence[Row]:
        """The valued rows of a line. Where they are too many to be at hand, the line is valued here and now."""
        if self.valued:
            return self._valued_by_line.get(line.key, ())
        if line.key not in self._worth:
            if len(self._worth) > MOST_REMEMBERED:
                self._worth.clear()
            self._worth[line.key] = self._pricer.rows(line)
        return self._worth[line.key]

    @cached_property
    def _worth(self) -> dict[str, Sequence[Row]]:
        # One line stands under several figures of a page.
        return {}

    @cached_property
    def _valued_by_line(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.valued:
            found.setdefault(row["line"], []).append(row)
        return found

    def reasons(self, line: Record) -> Sequence[str]:
        """Why a line has no value by some framework version, or by none; nothing where it has them all."""
        return self._reasons.get(line.text("case_id"), ())

    @cached_property
    def _reasons(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        rows = sorted(self.snapshot.unit_values, key=lambda row: (row.text("edition"), row.text("value")))
        for row in rows:
            if row.text("reason"):
                found.setdefault(row.text("case_id"), []).append(row.text("reason"))
        return found

    @cached_property
    def _pricer(self) -> Pricer:
        return Pricer(self.snapshot.unit_values, self.snapshot.factor_sets)

    @cached_property
    def unit_values(self) -> dict[tuple[str, str, str], Record]:
        """The £ per unit as used, by case, framework version and value."""
        return {(row.text("case_id"), row.text("edition"), row.text("value")): row for row in self.snapshot.unit_values}

    def row_behind(self, line: Record) -> Record | None:
        """The promise or the delivery that a line was made from."""
        table, key = line.text("origin"), line.text("row")
        rows = self.book.rows(table)
        return self.lines.claim(key) if isinstance(rows, LongTable) else self.book.by_id(table).get(key)

    def row_shown(self, name: str) -> Record | None:
        """A promise or a delivery that may be shown: behind a line, or a promise without a number; None for others."""
        for table in ("commitments", "deliveries"):
            rows = self.book.rows(table)
            known = rows.rows(Asked({"id": [name]})) if isinstance(rows, LongTable) else iter(())
            row = next(known, None) if isinstance(rows, LongTable) else self.book.by_id(table).get(name)
            unnumbered = row is not None and row in self.unnumbered.get(row.text("activity"), ())
            if row is not None and (unnumbered or self.lines.has_row(name)):
                return row
        return None

    @cached_property
    def unnumbered(self) -> dict[str, list[Record]]:
        """The promises in force that have no number, by activity. Offers that may still lose are none."""
        found: dict[str, list[Record]] = {}
        for row in in_force(self.book.rows("commitments"), self.snapshot.as_of):
            if row.number("quantity") is None and row.text("stage") in PROMISED:
                found.setdefault(row.text("activity"), []).append(row)
        return found

    @cached_property
    def parties(self) -> dict[str, list[Record]]:
        """Who has which part in each activity."""
        found: dict[str, list[Record]] = {}
        for row in self.book.rows("parties"):
            found.setdefault(row.text("activity"), []).append(row)
        return found

    @cached_property
    def line_cells(self) -> dict[str, dict[str, Inlines]]:
        """What tables say of a line, remembered: one line stands under many figures."""
        return {}

    @cached_property
    def alike_cells(self) -> AlikeCells:
        """Cells that stand under thousands of lines: days, yes and no, and the sign for nothing."""
        return AlikeCells()

    def unit_value(self, row: Row) -> Record | None:
        """The £ per unit that a valued row was made with."""
        return self.unit_values.get((row["case_id"], row["edition"] or "", row["value"] or ""))

    @cached_property
    def views(self) -> dict[tuple[tuple[str, str], ...], dict[str, Figure]]:
        """The figures by activity of each total, under what the total and they have in common."""
        found: dict[tuple[tuple[str, str], ...], dict[str, Figure]] = {}
        for figure in self.figures:
            if "activity" in figure.selection:
                found.setdefault(view_key(figure), {})[figure.activity] = figure
        return found

    @cached_property
    def measured_units(self) -> frozenset[str]:
        """The units of measures: singular in the files, plural behind a number."""
        return frozenset(row.text("unit") for edition in self.book.editions for row in edition.measures.values())

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], list[Figure]]:
        found: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.figures:
            for key in ("rule", "activity", "measure", "role", "place"):
                found.setdefault((key, getattr(figure, key)), []).append(figure)
        return found

    def having(self, key: str, value: str) -> Sequence[Figure]:
        """The figures of one rule, activity, measure, role or place."""
        return self._by_key.get((key, value), [])

    def of_body(self, rule: str) -> list[Figure]:
        """The figures of a rule that part the whole by nothing, or for quantities by measure alone."""
        apart = _BREAKDOWNS - {"measure"} if rule == "quantity" else _BREAKDOWNS
        return [figure for figure in self.having("rule", rule) if not apart & set(figure.selection)]

    # --- names ----------------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        names = {
            table: {row.key: row.text("title" if table == "activities" else "name") for row in self.book.rows(table)}
            for table in ("places", "organisations", "activities")
        }
        # A contract let again often keeps its title, and each has a page and links of its own.
        times = Counter(names["activities"].values())
        names["activities"] = {key: f"{title} ({key})" if times[title] > 1 else title
                               for key, title in names["activities"].items()}
        return names

    def name(self, table: str, row: str) -> str:
        """The name of a place, an organisation or an activity; its id where the book lists no such row.

        Activities of one title are told apart by their ids.
        """
        return self._names[table].get(row, row)

    def title(self, activity: Record) -> str:
        """The title of an activity, unlike that of every other."""
        return self.name("activities", activity.key)

    def place(self, place: str) -> str:
        """A place's name; the whole area where it is blank."""
        return self.name("places", place) if place else say("whole_area")

    @cached_property
    def edition_titles(self) -> dict[str, str]:
        """The framework versions' titles."""
        return {edition.id: edition.title for edition in self.book.editions}

    # --- numbers --------------------------------------------------------------------------------------------------

    def unit(self, figure: Figure) -> str:
        """The words behind a figure's number; nothing where a mark before or behind it says it."""
        number = figure.value if figure.whole is None else figure.whole
        number = None if number is None else counted(number, figure.unit)
        return unit_after(figure.unit, number, measured=figure.unit in self.measured_units)

    def bound(self, figure: Figure) -> str:
        """A figure's bound by its word in the catalogue; a ratio over a number that may be more is at most."""
        if figure.rule == "ratios" and figure.bound in ("about", "up-to"):
            above, below = self.ratio_parts(figure)
            if above.bound == "exact" and below.bound in ("over", "at-least"):
                return "at-most"
        return figure.bound

    def ratio_parts(self, figure: Figure) -> tuple[PartOfRatio, PartOfRatio]:
        """The two numbers of a declared ratio that has a value, with what each counts."""
        row = self.book.by_id("ratios")[figure.selection["id"]]
        above, below = (
            self._ratio_part(row.text(name), getattr(figure, name) or ZERO) for name in ("numerator", "denominator")
        )
        return above, below

    def _ratio_part(self, reference: str, number: Decimal) -> PartOfRatio:
        table, _, key = reference.partition("/")
        if table == "figure":
            figure = self.by_id[key]
            return PartOfRatio(number, figure.unit, figure.bound, figure.unit in self.measured_units)
        row = self.book.by_id(table)[key]
        if table == "activities":
            return PartOfRatio(number, "£", row.text("value_bound"), False)
        measure = self.facts.measures.get(row.text("measure")) if "measure" in row.values else None
        return PartOfRatio(number, (measure or row).text("unit"), row.text("bound"), measure is not None)

    def number(self, figure: Figure) -> str:
        """A figure's number with its bound and marks, without its unit: "over £55,000.00", "[c]"."""
        if figure.suppressed:
            return SUPPRESSED
        if figure.value is None:
            return say("method.withheld") if figure.withheld else say("no_number")
        return f"{shown('bound', self.bound(figure))} {number_alone(figure.value, figure)}".strip()

    @cached_property
    def slices(self) -> Slices:
        """The tables of the lines of contracts and projects that have too many for their page."""
        return cut(self.lines, self.figures)

    @cached_property
    def homes(self) -> Homes:
        """Where each figure is told of on the web."""
        return Homes(self.figures)

    def home(self, name: str) -> str:
        """Where the figure of that id is told of: the path of a page, and a place on it."""
        return self.homes.of(self.by_id[name])

    def link(self, figure: Figure, *, unit: bool = False) -> Link:
        """A figure's number, with its unit if asked, leading to its page; of a shared project "10 of 20 jobs"."""
        text, whole = self.number(figure), figure.whole
        if whole is not None:
            text = say("of_whole", own=text, whole=number_alone(whole, figure))
        text = f"{text} {self.unit(figure)}".strip() if unit else text
        return Link(text if whole is None else f"{text} ({say('our_share')})", f"figure:{figure.id}")

    def link_to(self, name: str, *, unit: bool = False) -> Link | str:
        """The number of the figure of that id, linked; a dash where there is no such figure."""
        figure = self.by_id.get(name)
        return self.link(figure, unit=unit) if figure else say("blank")

    def range(self, figure: Figure) -> str:
        """A figure's range as printed; blank where no source gives one."""
        if figure.low is None or figure.high is None:
            return ""
        return say("period.span", start=amount(figure.low, figure.unit), end=amount(figure.high, figure.unit))

    def range_in_full(self, figure: Figure) -> str:
        """A range, with how much of the value it is of where that is not all; words where no source gives one."""
        if figure.ranged is None or figure.value is None:
            return say("summary.pounds_no_range")
        if figure.ranged == figure.value:
            return self.range(figure)
        part = say("summary.pounds_range", ranged=pounds(figure.ranged), value=pounds(figure.value))
        return say("separator").join((self.range(figure), part))

    def net_in_full(self, figure: Figure) -> str:
        """What is left after reductions and, where they are stated for a part alone, of how much; words for none."""
        if figure.net is None or figure.net_of is None:
            return say("blank" if figure.withheld is Withheld.LICENCE else "pounds.net_none")
        if figure.net_of == figure.value:
            return pounds(figure.net)
        return say("pounds.net_of", net=pounds(figure.net), of=pounds(figure.net_of))

    def quantity(self, number: Decimal, unit: str, bound: str = "exact") -> str:
        """A quantity of a measure with its unit: "13,300 hours", "over £55,000.00"."""
        return " ".join(
            part for part in (shown("bound", bound), amount(number, unit), unit_after(unit, number)) if part
        )

    def exact_quantity(self, number: Decimal, unit: str, bound: str = "exact") -> str:
        """A line's quantity to its last place, so that lines add up to their figure."""
        return " ".join(filter(None, (shown("bound", bound), exact_amount(number, unit), unit_after(unit, number))))

    def subject(self, figure: Figure) -> str:
        """What a figure is of, without its status, place or contract: the measure and how far people came."""
        measure = self.facts.measures.get(figure.measure)
        if measure is None:
            return figure.title
        stage = figure.selection.get("stage", "")
        return measure.text("title") + (f", {shown('stage', stage)}" if stage in CATALOGUE["stage"] else "")

    def is_protected(self, figure: Figure) -> bool:
        """Whether a figure counts people by a protected characteristic."""
        measure = self.facts.measures.get(figure.measure)
        return measure is not None and measure.text("people") == "characteristic"

    def status(self, figure: Figure) -> str:
        """What a figure is a figure of; plain "worked out" for shares and ratios of others."""
        known = CATALOGUE["status"]
        return str(known.get(figure.standing, known["computed"]))

    def when(self, figure: Figure) -> str:
        """What span of time a figure is about; for one row of the records, that row's own days."""
        if "row" in figure.selection and figure.standing not in PROMISED:
            for line in self.lines.of(figure):
                return span_in_words(line.text("period_kind"), line.day("start"), line.day("end"))
        if figure.period:
            return self.period_label(figure.period)
        if figure.standing in PROMISED and not figure.period_end:
            own = figure.period_kind in ("", "quarter", self.book.settings.period.span.kind)
            return say("whole_life") if own else say("whole_life_of", kind=shown("period_kind", figure.period_kind))
        if not figure.period_kind:
            return say("blank")
        return span_in_words(figure.period_kind, figure.period_start, figure.period_end)

    def about(self, figure: Figure) -> str:
        """What tells a figure from others of its title: status, framework version, price year, span."""
        parts = [
            self.status(figure),
            self.edition_titles.get(figure.edition, figure.edition),
            say("prices_of", year=str(figure.price_year)) if figure.price_year else "",
            self.when(figure),
        ]
        return ", ".join(part for part in parts if part)

    def period_label(self, period: str) -> str:
        """A reporting period as it is printed."""
        found = self.facts.period(period)
        return found.label if found else say("outside")

    def is_current(self, figure: Figure) -> bool:
        """Whether a figure is of the reporting period, or of no reporting period at all."""
        return figure.period in ("", self.book.settings.period.id)

    def sentence(self, key: str, **parts: str | Link | Inlines) -> Inlines:
        """A fixed sentence whose holes are filled with words and links."""
        return pieces(key, parts)


def view_key(figure: Figure) -> tuple[tuple[str, str], ...]:
    """What a total and its parts by activity have in common: the rule, and the selection without the activity."""
    return (
        ("rule", figure.rule),
        *sorted((name, value) for name, value in figure.selection.items() if name != "activity"),
    )
