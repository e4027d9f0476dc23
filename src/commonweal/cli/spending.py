"""What was paid: which suppliers are which organisations, and how much of it was local."""

import argparse
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.cli.console import Verbs, print_findings, read_day


def add_verbs(verbs: Verbs) -> None:
    """`suppliers` and `local-spend`."""
    suppliers = verbs.add_parser("suppliers", help="find which suppliers of your payments are one, and who they are")
    suppliers.add_argument("book", type=Path, help="the folder with your records")
    suppliers.add_argument("--threshold", default="",
                           help="from which probability a pair is put on the list to answer: 0.5 if left out")
    suppliers.add_argument("--agree", action="store_true", help="write what was found, and the list to answer")
    suppliers.set_defaults(run=_suppliers)

    local = verbs.add_parser("local-spend", help="how much of what you paid was local, in each meaning of the word")
    local.add_argument("book", type=Path, help="the folder with your records")
    local.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    local.add_argument("--as-of", type=read_day,
                       help="payments up to this day; the end of the report's period if left out")
    local.set_defaults(run=_local_spend)


def _suppliers(arguments: argparse.Namespace) -> int:
    from commonweal.basics.folders import as_it_is
    from commonweal.exchange.agree import agree
    from commonweal.exchange.arrival import changes
    from commonweal.exchange.pairs import FILE, THRESHOLD
    from commonweal.exchange.suppliers import match_suppliers, read_threshold
    from commonweal.ledger.book import read_book

    seen = as_it_is(arguments.book)
    read = read_book(arguments.book)
    if read.book is None:
        raise Refused(told("{book} has something to fix before suppliers can be matched.", book=arguments.book),
                      read.findings)
    threshold = read_threshold(arguments.threshold) if arguments.threshold else THRESHOLD
    arrival, matched = match_suppliers(read.book, threshold)
    print_findings(list(arrival.receipt.findings))
    print("\n".join(arrival.notes))
    for change in changes(arrival, read.book):
        print(change)
    if arrival.receipt.errors:
        print(f"Next: mend {arguments.book / FILE}, then run this again.")
        return 1
    if not arguments.agree:
        print(f"Nothing was written. Next: `commonweal suppliers {arguments.book} --agree`.")
        return 0
    agreed = agree(arguments.book, arrival, since=seen)
    print(f"Written as import {agreed.number}; `commonweal import {arguments.book} --undo` takes it back.")
    print(f"Next: answer yes or no in {arguments.book / FILE}, then run this again." if matched.waiting
          else f"Next: `commonweal local-spend {arguments.book} -o build/local-spend`.")
    return 0


def _local_spend(arguments: argparse.Namespace) -> int:
    from commonweal.exchange.spend_tables import WORKBOOK, write_spend_tables
    from commonweal.ledger.book import read_book

    read = read_book(arguments.book)
    if read.book is None:
        raise Refused(told("{book} has something to fix before anything can be added up.", book=arguments.book),
                      read.findings)
    day = arguments.as_of or read.book.settings.period.span.end
    made = write_spend_tables(read, day, arguments.output)
    print("\n".join(made.sums))
    for line in made.headlines():
        print(line)
    print(f"The tables are in {arguments.output / WORKBOOK}, and each as CSV beside it.")
    print(f"Next: `commonweal report {arguments.book} -o build/report` prints the figures with all others.")
    return 0
