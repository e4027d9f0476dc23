"""Documents to print: those of the example books, made once, and small ones made of blocks."""

from functools import cache

from commonweal.indicators.frozen import figures_of
from commonweal.ledger.checked import check_book
from commonweal.report.blocks import Block, Part, Section
from commonweal.report.build import declared_gaps
from commonweal.report.document import Report, make_report
from commonweal.report.languages import ENGLISH, printed_in
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows
from tests.house.repository import ROOT

BOOKS = ("lcr-2023", "northmere")


@cache
def document(name: str, language: str = ENGLISH) -> Report:
    """The document of an example book, in a language."""
    checked = check_book(ROOT / "examples" / name)
    with printed_in(language), frozen(checked.book, checked.book.settings.period.span.end) as snapshot:
        facts, figures = figures_of(snapshot)
        return make_report(snapshot, facts, figures, valued_rows(snapshot), declared_gaps(checked), "1")


def small(*blocks: Block, title: str = "One part") -> Report:
    """A document of one part with these blocks, under the cover of the source report's book."""
    whole = document("lcr-2023")
    return Report(whole.cover, (Part("one", title, blocks),), whole.year)


def every(blocks: tuple[object, ...]) -> list[object]:
    """Parts, sections and blocks, in the order in which they are read."""
    found: list[object] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, (Part, Section)):
            found += every(block.blocks)
    return found
