"""Your records: a book to start from, and everything to fix in it."""

import argparse
from pathlib import Path

from commonweal.basics.findings import Severity, by_severity
from commonweal.cli.console import Verbs, print_findings, write_new


def add_verbs(verbs: Verbs) -> None:
    """`new` and `check`."""
    new = verbs.add_parser("new", help="make a small set of records to start from")
    new.add_argument("folder", type=Path, help="the folder to make; or an empty workbook to fill in: a name with .xlsx")
    new.set_defaults(run=_new)

    check = verbs.add_parser("check", help="list everything to fix in your records")
    check.add_argument("book", type=Path, help="the folder with your records")
    check.add_argument("--gaps", action="store_true", help="also list the gaps that are declared")
    check.set_defaults(run=_check)


def _new(arguments: argparse.Namespace) -> int:
    if arguments.folder.suffix == ".xlsx":
        return _new_workbook(arguments.folder)
    from commonweal.ledger.starter import write_starter

    files = write_starter(arguments.folder)
    print(f"Made {arguments.folder} with {files} files: a small, invented set of records to change into your own.")
    print(f"Next: open {arguments.folder / 'README.md'}, then run `commonweal check {arguments.folder}`.")
    return 0


def _new_workbook(path: Path) -> int:
    from commonweal.exchange.workbooks.whole import starter

    write_new(path, starter())
    print(f"Made {path}: a workbook to fill in. Its first sheet says how.")
    print(f"Next: fill it in, then `commonweal import {path.stem} {path}`.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.book import read_book
    from commonweal.ledger.checked import all_findings

    read = read_book(arguments.book)
    found, declared = all_findings(read)
    if arguments.gaps:
        print_findings(declared)
    print_findings(found)
    for table in read.reads.values():
        if table.refused or table.blank:
            print(f"{table.file}: {table.rows_in} rows in = {table.accepted} accepted + {table.refused} refused "
                  f"+ {table.blank} blank")
    errors, gaps = by_severity(found, Severity.ERROR), by_severity(found, Severity.GAP)
    print(f"Read {read.facts:,} facts from {arguments.book}: {len(errors)} to fix, {len(gaps)} gaps not declared, "
          f"{len(declared)} gaps declared, {len(found) - len(errors) - len(gaps)} notes.")
    if errors:
        print(f"Next: mend what is listed, then run `commonweal check {arguments.book}` again.")
        return 1
    print(f"Next: `commonweal report {arguments.book} -o build/report`.")
    return 0
