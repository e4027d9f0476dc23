"""The answers of a returns workbook, read against what is asked now."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import Told, listed, told
from commonweal.exchange.arrival import Place
from commonweal.exchange.files import File
from commonweal.exchange.receipt import Receipt, SheetCount, receipt
from commonweal.exchange.workbooks.asked import Asked, Line
from commonweal.exchange.workbooks.reading import TabRead, WorkbookRead, read_workbook
from commonweal.exchange.workbooks.return_sheets import (
    ABOUT,
    ADDED,
    ANSWERS,
    BASIS,
    LINE,
    NOTHING,
    PLACE,
    SAVED,
    TABS,
    called,
    meant,
    titles,
)
from commonweal.ledger.asking import LONGEST_NOTE, SAYS, faults_of_answer

# What may stand in a row beside its answer without being one.
_BESIDE = (PLACE, BASIS)
_FAULTS: Mapping[str, tuple[Told, Told]] = {
    "below-zero": (told("this number is below 0."), told("Type what was done, or 0 if nothing was.")),
    "not-yes-or-no": (told("this is answered by yes or no."), told("Type 1 for yes or 0 for no.")),
    "nothing-and-number": (told("there is a number, and it says that there is nothing to report."),
                           told("Take one of them away.")),
    "part-over-whole": (told("the part is larger than the whole."), told("Check both numbers.")),
    "outside-period": (told("this day is not in the period."), told("Type a day within it, or leave it blank.")),
    "ends-before-start": (told("the last day is before the first."), told("Exchange them.")),
    "not-for-this": (told("this column is not for what is counted here."), told("Leave it blank in this row.")),
    "too-long": (told("the note has more than {most} letters.", most=f"{LONGEST_NOTE:,}"),
                 told("Say it in fewer words.")),
    "event-without-share": (told("an event and your share of it go together."), told("Fill in both, or none.")),
}


@dataclass(frozen=True)
class Said:
    """One answer of a workbook: the line it is about (a new one for what was added), what it says, where it stands."""

    line: Line
    said: Mapping[str, Value]
    place: Place

    @property
    def same(self) -> bool:
        """Whether this is what was answered already."""
        return self.line.answered and all(
            _plain(name, self.line.said.get(name)) == _plain(name, value) for name, value in self.said.items())


@dataclass(frozen=True)
class ReturnRead:
    """What a returns workbook gave: its receipt, and the answers that can be taken."""

    receipt: Receipt
    answers: tuple[Said, ...] = ()


def _plain(name: str, value: Value) -> Value:
    """A value as it is compared: what says nothing is blank, and a number is done in the period unless it says else."""
    if value is None or value is False or value == "":
        return "increment" if name == BASIS else None
    return value


def read_return(file: File, asked: Asked) -> ReturnRead:
    """Read a returns workbook against what is asked now. A row in which nothing was typed counts as blank."""
    read = read_workbook(file, TABS)
    if read.whole and (fault := _not_this(read, asked)):
        read.findings.append(fault)
        read.whole = False
    if not read.whole:
        return ReturnRead(receipt(file, (), read.findings))
    return _Answers(read, asked).taken()


def whose(read: WorkbookRead) -> dict[str, str]:
    """What a returns workbook says it is about."""
    return {row.text("fact"): row.text("value") for row in read.records(ABOUT.name)}


def _not_this(read: WorkbookRead, asked: Asked) -> Finding | None:
    about = whose(read)
    if (about.get("organisation"), about.get("period")) == (asked.organisation, asked.span.key):
        return None
    said = listed((about.get("name") or told("nobody"), about.get("called") or told("no period")))
    return Finding("RETURN-OTHER", Severity.ERROR, told("the file is about another return: {said}.", said=said),
                   told("Bring the one about {name}, {label}.", name=asked.name, label=asked.span.label),
                   read.file.name, sheet=ABOUT.name)


class _Answers:
    """Goes through the rows of both sheets."""

    def __init__(self, read: WorkbookRead, asked: Asked) -> None:
        self.read, self.asked = read, asked
        self.answers: list[Said] = []

    def taken(self) -> ReturnRead:
        """The answers that can be taken, and the receipt."""
        counts = [self._sheet(self.read.tabs[tab.name]) for tab in (ANSWERS, ADDED) if tab.name in self.read.tabs]
        return ReturnRead(receipt(self.read.file, counts, self.read.findings), tuple(self.answers))

    def _sheet(self, tab: TabRead) -> SheetCount:
        refused = blank = 0
        for row in tab.records:
            faults, answer = self._row(tab, row)
            self.read.findings += faults
            refused += bool(faults)
            blank += not faults and answer is None
            if answer is not None and not faults:
                self.answers.append(answer)
        count = tab.count
        return SheetCount(count.name, count.rows_in, count.accepted - refused - blank, count.refused + refused,
                          count.blank + blank)

    def _row(self, tab: TabRead, row: Record) -> tuple[list[Finding], Said | None]:
        said, faults = self._said(tab, row)
        line = self._added_before(row) if tab.tab is ADDED else self.asked.by_key.get(row.key)
        typed = any(value is not None for name, value in said.items() if name not in _BESIDE)
        moved = line is not None and any(_plain(name, said[name]) != _plain(name, line.said.get(name))
                                         for name in _BESIDE if said[name])
        if not typed and not moved and not faults and not self._named(tab, row):
            return [], None
        if tab.tab is ADDED:
            line, more = self._added(tab, row, line)
            faults += more
        elif line is None:
            faults.append(self._fault(tab, row, "LINE-UNKNOWN", told("the row is none of this return."),
                                      told("Something that was never promised goes onto the sheet added."), LINE.name))
        if line is None or faults:
            return faults, None
        answer = Said(line, said, (tab.sheet, row.row))
        if line.others and row.count(SAVED.name) != line.saved and not answer.same:
            return [self._fault(tab, row, "LINE-MEANWHILE",
                                told("somebody else answered this since the file was made."),
                                told("Look at what stands there now, and change that or take a new file."),
                                "quantity")], None
        if line.closed and not answer.same:
            return [self._closed(tab, row, told("it cannot be changed: {closed}", closed=line.closed),
                                 "quantity")], None
        return [*self._broken(tab, row, line, said)], answer

    def _named(self, tab: TabRead, row: Record) -> bool:
        """Whether somebody chose what it is about on the sheet of what was added."""
        return tab.tab is ADDED and bool(row.get("contract") or row.get("measure"))

    def _said(self, tab: TabRead, row: Record) -> tuple[dict[str, Value], list[Finding]]:
        said = {name: row.get(name) for name in SAYS}
        said["nothing"] = True if tab.tab is ANSWERS and row.get(NOTHING.name) else None
        if place := row.text(PLACE):
            said[PLACE] = meant(place, self.asked.places)
            if said[PLACE] is None:
                return said, [self._fault(tab, row, "PLACE-UNKNOWN",
                                          told("there is no place '{place}'.", place=place[:60]),
                                          told("Choose one of the list."), PLACE)]
        return said, []

    def _added_before(self, row: Record) -> Line | None:
        """What the same row made before, in this workbook or in one that was taken since."""
        return self.asked.by_key.get(row.key) or next(
            (line for line in self.asked.added if line.key.endswith(f".{row.key}")), None)

    def _added(self, tab: TabRead, row: Record, there: Line | None) -> tuple[Line | None, list[Finding]]:
        """The line of something that was added: a new one, or the one that the same row made before."""
        if there and (row.text("contract"), row.text("measure")) == (
                called(there.activity, self.asked.activities), called(there.measure, titles(self.asked))):
            return there, []
        activity = meant(row.text("contract"), self.asked.activities)
        measure = meant(row.text("measure"), titles(self.asked))
        faults = [self._fault(tab, row, "CHOICE-UNKNOWN",
                              told("what stands for the {name} is none of the list.", name=name),
                              told("Choose one of the list."), name)
                  for name, found in (("contract", activity), ("measure", measure)) if found is None]
        if activity is None or measure is None:
            return None, faults
        if there and (there.activity, there.measure) != (activity, measure):
            return None, [self._fault(tab, row, "LINE-TAKEN", told("something else was added in this row before."),
                                      told("Choose again what stood here, with 0 if it was not done, and put this in a "
                                           "row that is free."), LINE.name)]
        if not there and (why := self.asked.shut.get(activity)):
            return None, [self._closed(tab, row, told("nothing can be added: {why}", why=why), LINE.name)]
        return there or Line(self.asked.key_of_added(activity, row.key), activity, measure), faults

    def _broken(self, tab: TabRead, row: Record, line: Line, said: Mapping[str, Value]) -> list[Finding]:
        measure, span = self.asked.measures.get(line.measure), self.asked.span
        counting = measure.text("counting") if measure else ""
        return [self._fault(tab, row, code.upper(), *_FAULTS[code],
                            column=NOTHING.name if column == "nothing" else column)
                for code, column in faults_of_answer(said, counting, bool(measure and measure.yes("negative")),
                                                     span.start, span.end)]

    def _closed(self, tab: TabRead, row: Record, why: Told, column: str) -> Finding:
        mend = told("Take back what you typed in this row.")
        return self._fault(tab, row, "LINE-CLOSED", why if why.endswith(".") else told("{why}.", why=why), mend, column)

    def _fault(self, tab: TabRead, row: Record, code: str, message: Told, mend: Told, column: str) -> Finding:
        return Finding(code, Severity.ERROR, message, mend, self.read.file.name, row.row, column, row.key, tab.sheet)
