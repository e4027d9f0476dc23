"""Trying an arrival on the records: rows that their own checks would refuse are refused before anybody agrees.

A row can be sound by itself and still not fit: it names an activity that is not there, or lies outside its days. Such
a row is refused with the finding of the check, under its own row of the file; the rows that lean on it go with it.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from commonweal.basics.findings import Finding
from commonweal.basics.tables import Record
from commonweal.exchange.agree import new_errors, readable, texts_of
from commonweal.exchange.arrival import Arrival, Place
from commonweal.exchange.receipt import Receipt, SheetCount

# Each round refuses rows that lean on those of the round before.
_MOST_ROUNDS = 10


def sift(arrival: Arrival, errors_with: Callable[[Arrival], list[Finding]]) -> Arrival:
    """The arrival without the rows that would bring a new error into the records; its receipt says which and why.

    `errors_with` says what would be wrong in the records with an arrival in them, and is not now. What no row answers
    for (a framework version that does not fit) is left to whoever writes the arrival, who then refuses it all.
    """
    for _ in range(_MOST_ROUNDS):
        fewer = _without(arrival, errors_with(arrival))
        if fewer is arrival:
            break
        arrival = fewer
    return arrival


def sifted(folder: Path, arrival: Arrival) -> Arrival:
    """The arrival without the rows that would bring a new error into the book in a folder: see `sift`."""
    book, known = readable(folder)
    with tempfile.TemporaryDirectory(prefix="commonweal-") as place:
        copy = Path(place) / folder.absolute().name
        shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "imports"))
        tried: set[str] = set()

        def errors_with(fewer: Arrival) -> list[Finding]:
            texts = texts_of(folder, book, fewer)
            # A file of which all rows were refused is as it was.
            for name in tried - texts.keys():
                (copy / name).unlink()
                if (folder / name).is_file():
                    shutil.copyfile(folder / name, copy / name)
            for name, text in texts.items():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_bytes(text.encode())
            tried.clear()
            tried.update(texts)
            return new_errors(copy, known)

        return sift(arrival, errors_with)


def _without(arrival: Arrival, errors: list[Finding]) -> Arrival:
    """The arrival without the rows that these findings are about; the same arrival where they are about none."""
    wrong: dict[tuple[str, str], list[Finding]] = {}
    for error in errors:
        wrong.setdefault((error.file.removesuffix(".csv"), error.subject), []).append(error)
    reasons: dict[Place, list[Finding]] = {}
    for name, listed in arrival.rows.items():
        for row in listed:
            for place in arrival.places(row) if (name, row.key) in wrong else ():
                reasons.setdefault(place, []).extend(wrong[name, row.key])
    if not reasons:
        return arrival
    # All that a refused row gave goes with it, but for what rows that are taken gave as well, such as their supplier.
    rows: dict[str, tuple[Record, ...]] = {}
    origins = dict(arrival.origins)
    for name, listed in arrival.rows.items():
        left = {row.key: [place for place in arrival.places(row) if place not in reasons] for row in listed}
        rows[name] = tuple(row for row in listed if left[row.key])
        origins |= {(name, key): tuple(places) for key, places in left.items() if places}
    return replace(arrival, rows=rows, origins=origins, receipt=_receipt(arrival.receipt, reasons))


def _receipt(receipt: Receipt, reasons: dict[Place, list[Finding]]) -> Receipt:
    found = [replace(error, file=receipt.file, row=row, sheet=sheet)
             for (sheet, row), errors in sorted(reasons.items()) for error in errors]
    refused = Counter(sheet for sheet, _ in reasons)
    sheets = tuple(SheetCount(count.name, count.rows_in, count.accepted - refused[count.name],
                              count.refused + refused[count.name], count.blank) for count in receipt.sheets)
    return Receipt(receipt.file, receipt.sha256, sheets, (*receipt.findings, *found))
