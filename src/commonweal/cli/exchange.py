"""The doors: files into your records, and your records out again."""

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import TYPE_CHECKING

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.cli.console import Verbs, how_far, print_findings, read_day, write_new
from commonweal.exchange.forms import FORMS, form

if TYPE_CHECKING:
    from commonweal.exchange.doors import Given
    from commonweal.exchange.files import File
    from commonweal.exchange.receipt import Receipt
    from commonweal.ledger.book import Book


def add_verbs(verbs: Verbs) -> None:
    """`import` and `export`."""
    bring = verbs.add_parser("import", help="bring a spreadsheet, register or payment file into your records")
    bring.add_argument("book", type=Path, help="the folder with your records")
    bring.add_argument("file", type=Path, nargs="?", help="the file to bring in")
    bring.add_argument("--as", dest="door", default="", help="what the file is, where it does not show: see the how-to")
    bring.add_argument("--map", type=Path, help="the column map that says which column is what")
    bring.add_argument("--propose", metavar="TABLE", help="write a column map into this table to the file of --map, to "
                                                          "correct and then to use; the name of a map that comes with "
                                                          "the program writes a copy of that one")
    bring.add_argument("--received", type=read_day, help="the day on which a return was received")
    bring.add_argument("--agree", action="store_true", help="write what was read; without it nothing is written")
    bring.add_argument("--copy", type=Path, help="also write the file's rows with what to mend beside each")
    bring.add_argument("--undo", action="store_true", help="take the last import back")
    bring.set_defaults(run=_import)

    export = verbs.add_parser("export", help="write your records in a form that others use", epilog=_forms(),
                              formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_argument("book", type=Path, help="the folder with your records")
    export.add_argument("--as", dest="form", required=True, metavar="FORM", help="one of the forms below")
    export.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    export.add_argument("--supplier", default="", help="for a return: the short name of the organisation that is asked")
    export.add_argument("--period", default="", help="for a return: a period of your settings, or a first and last day "
                                                     "such as 2025-04-01/2025-06-30")
    export.set_defaults(run=_export)


def _forms() -> str:
    """The forms in which records go out, each with what it is."""
    forms = [(name, f"{each.what} A .{each.suffix} file.") for name, each in FORMS.items()]
    forms.append(("return", "The questions to one supplier about one period. A .xlsx file."))
    return "\n".join(["forms:", *(line for name, what in forms for line in (f"  {name}", *wrap(
        what, 100, initial_indent="    ", subsequent_indent="    ")))])


def _import(arguments: argparse.Namespace) -> int:
    from commonweal.exchange.agree import undo

    if arguments.undo:
        if arguments.file or arguments.agree:
            raise Refused(told("Give --undo with the folder of your records alone: it takes the last import back."))
        print(f"Took back {undo(arguments.book)}.")
        print(f"Next: `commonweal check {arguments.book}`.")
        return 0
    if arguments.file is None:
        raise Refused(told("Name the file to bring in: `commonweal import {book} FILE`.", book=arguments.book))
    return _propose(arguments) if arguments.propose else _bring(arguments)


def _propose(arguments: argparse.Namespace) -> int:
    from commonweal.exchange.files import read_file
    from commonweal.exchange.known import known_map, known_maps
    from commonweal.exchange.maps.propose import propose
    from commonweal.exchange.opening import open_file

    if arguments.map is None:
        raise Refused(told("Name the file to write the proposed map to, with --map."))
    if arguments.propose in known_maps():
        write_new(arguments.map, known_map(arguments.propose).encode())
        print(f"Wrote {arguments.map}: a copy of {arguments.propose}.")
    else:
        opened = open_file(read_file(arguments.file))
        if not opened.sheets:
            raise Refused(told("{file} has no rows to look at.", file=arguments.file), list(opened.findings))
        write_new(arguments.map, propose(opened, arguments.propose).encode())
        print(f"Wrote {arguments.map}: a proposal, from the headings and what stands under them.")
    print(f"Next: correct it, then `commonweal import {arguments.book} {arguments.file} --map {arguments.map}`.")
    return 0


def _bring(arguments: argparse.Namespace) -> int:
    from commonweal.basics.folders import as_it_is
    from commonweal.exchange.agree import agree
    from commonweal.exchange.arrival import changes
    from commonweal.exchange.doors import Given, door, usual_door
    from commonweal.exchange.files import read_file
    from commonweal.exchange.sifting import sifted
    from commonweal.ledger.book import read_book

    file = read_file(arguments.file)
    beside = {path.name: path for path in sorted(arguments.file.absolute().parent.iterdir()) if path.is_file()}
    given = Given(_text(arguments.map), lambda name: read_file(beside[name]) if name in beside else None, how_far,
                  arguments.received)
    # A map that was named says that the file is somebody else's.
    name = arguments.door or ("map" if arguments.map else usual_door(file))
    if name == "workbook" and _nothing_there(arguments.book):
        return _begin(arguments, file, given)
    if arguments.copy and arguments.copy.resolve().is_relative_to(arguments.book.resolve()):
        raise Refused(told("Name a file outside {book} for --copy: what is refused is no record.", book=arguments.book))
    seen = as_it_is(arguments.book)
    read = read_book(arguments.book)
    if read.book is None:
        raise Refused(told("{book} has something to fix before anything can be imported.", book=arguments.book),
                      read.findings)
    how_far(f"{file.name}: opening it")
    try:
        arrival = door(name)(file, read.book, given)
        how_far(f"{file.name}: checking what it would add")
        arrival = sifted(arguments.book, arrival)
    finally:
        how_far("")
    receipt = arrival.receipt
    print_findings(list(receipt.findings))
    print(receipt.words())
    for note in arrival.notes:
        print(note)
    found = changes(arrival, read.book)
    for change in found:
        print(change)
    if arguments.copy:
        _write_copy(arguments.copy, file, receipt)
    if not arguments.agree:
        print(f"Nothing was written. Next: look through what is above, then `commonweal import {arguments.book} "
              f"{arguments.file} … --agree`.")
        return 1 if receipt.errors else 0
    agreed = agree(arguments.book, arrival, since=seen)
    print(f"Imported as number {agreed.number}.")
    print(f"Next: `commonweal check {arguments.book}`; `commonweal import {arguments.book} --undo` takes it back.")
    return 1 if receipt.errors else 0


def _nothing_there(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _begin(arguments: argparse.Namespace, file: "File", given: "Given") -> int:
    """Make records from a workbook where there are none: all of it, or nothing and what to mend."""
    from commonweal.basics.folders import new_folder
    from commonweal.exchange.workbooks.beginning import begin

    with new_folder(arguments.book, ours="") if arguments.agree else TemporaryDirectory() as folder:
        receipt = begin(file, given, Path(folder))
        print_findings(list(receipt.findings))
        print(receipt.words())
        if arguments.copy:
            _write_copy(arguments.copy, file, receipt)
        if receipt.errors:
            # Leaving the block so leaves the folder as it was: not there.
            raise Refused(told("{book} was not made: {count} to fix in {name}.", book=arguments.book,
                               count=len(receipt.errors), name=file.name))
    if not arguments.agree:
        print("Nothing was written. Next: the same with --agree behind it.")
        return 0
    print(f"Made {arguments.book} from {file.name}.")
    print(f"Next: `commonweal check {arguments.book}`.")
    return 0


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    if not path.exists() and path.name == str(path) and path.suffix != ".toml":
        from commonweal.exchange.known import known_map

        return known_map(path.name)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(told("{path} cannot be read: {why}.", path=path, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Refused(told("{path} is not UTF-8: save it again as plain text in UTF-8.", path=path)) from error


def _write_copy(path: Path, file: "File", receipt: "Receipt") -> None:
    from commonweal.exchange.corrected import corrected_copy
    from commonweal.exchange.opening import open_file

    write_new(path, corrected_copy(open_file(file), receipt))
    print(f"The rows with what to mend are in {path}.")


def _export(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.book import read_book

    depart = _departing(arguments)
    read = read_book(arguments.book)
    if read.book is None:
        raise Refused(told("{book} has something to fix before it can be exported.", book=arguments.book),
                      read.findings)
    write_new(arguments.output, depart(read.book))
    print(f"Wrote {arguments.output}.")
    if arguments.form == "return":
        print(f"Next: send it. What comes back goes in with `commonweal import {arguments.book} FILE`.")
    else:
        print(f"Next: open it, or bring it into other records with `commonweal import BOOK {arguments.output}`.")
    return 0


def _departing(arguments: argparse.Namespace) -> Callable[["Book"], bytes]:
    """What makes the form that was asked for; a return is one for each supplier and period."""
    if arguments.form != "return":
        if arguments.supplier or arguments.period:
            raise Refused(told("--supplier and --period are for `--as return`."))
        return form(arguments.form).depart
    from commonweal.exchange.workbooks.returns import depart

    if not (arguments.supplier and arguments.period):
        raise Refused(told("Say who is asked about which time: `--as return --supplier NAME --period PERIOD`."))
    return lambda book: depart(book, arguments.supplier, arguments.period)
