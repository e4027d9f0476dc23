"""Records made from a workbook where there are none yet: whole, or not at all with everything to mend."""

from pathlib import Path

from commonweal.basics.findings import Severity, by_severity
from commonweal.basics.toml_files import toml_document
from commonweal.exchange.arrival import SETTINGS
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.receipt import Receipt, receipt
from commonweal.exchange.workbooks.pages_tab import page_text
from commonweal.exchange.workbooks.whole import Brought, bring, placed
from commonweal.exchange.written import table_text
from commonweal.ledger.book import read_book
from commonweal.ledger.checked import all_findings
from commonweal.ledger.settings import DELIMITERS
from commonweal.ledger.tables import BY_NAME


def begin(file: File, given: Given, folder: Path) -> Receipt:
    """Write the records of a workbook into an empty folder and check them as any others; the receipt of its rows.

    Pictures and boundaries that its texts name are taken from beside it. Where the receipt has an error, what was
    written is not to be used: each error stands under the sheet and row that it comes from.
    """
    found = bring(file)
    if not found.read.whole:
        return receipt(file, (), found.read.findings)
    errors = by_severity(found.read.findings, Severity.ERROR)
    if not errors:
        _write(found, given, folder)
        listed = by_severity(all_findings(read_book(folder))[0], Severity.ERROR)
        found.read.findings += [placed(fault, found) for fault in listed]
    return found.receipt


def _write(found: Brought, given: Given, folder: Path) -> None:
    texts = {path: page_text(heading, words) for path, (heading, words) in found.pages.items()}
    texts |= {f"editions/{path}": text for path, text in found.editions.items()}
    texts[SETTINGS] = toml_document(found.settings)
    mark = str(found.of_settings("csv").get("delimiter", ","))
    for name, rows in found.rows.items():
        if rows:
            texts[f"{name}.csv"], lines = table_text(BY_NAME[name], rows, mark if mark in DELIMITERS else ",")
            found.places[f"{name}.csv"] = found.places[f"{name}.csv"][0], lines
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    for path in _named(found):
        if beside := given.beside(Path(path).name):
            (folder / path).write_bytes(beside.content)


def _named(found: Brought) -> list[str]:
    """The files that a workbook cannot hold and its texts name: pictures of stories, and boundaries."""
    pictures = [f"stories/{Path(str(heading['image'])).name}" for heading, _ in found.pages.values()
                if "image" in heading]
    boundaries = found.of_settings("maps").get("boundaries")
    return [*pictures, *([Path(str(boundaries)).name] if boundaries else [])]
