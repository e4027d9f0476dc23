"""The service hatch: one verb a room. Every verb says what it did, where the result lies and what to do next."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from commonweal import __version__
from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.tables import Column, Kind, NotReadable, read_value

MOST_FINDINGS = 200


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 when all is well, 1 when something is to fix, 2 when the command was not understood."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a sign such as × must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Refused as error:
        _print_findings(error.findings)
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        print(f"{name}{error.strerror or error}. Nothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commonweal", description="Social value accounting: from records to a report that anyone can recalculate.",
        epilog="Start with `commonweal new my-records`, then `commonweal check my-records`.")
    parser.add_argument("--version", action="version", version=f"commonweal {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    new = verbs.add_parser("new", help="make a small set of records to start from")
    new.add_argument("folder", type=Path, help="the folder to make")
    new.set_defaults(run=_new)

    check = verbs.add_parser("check", help="list everything to fix in your records")
    check.add_argument("book", type=Path, help="the folder with your records")
    check.add_argument("--gaps", action="store_true", help="also list the gaps that are declared")
    check.set_defaults(run=_check)

    editions = verbs.add_parser("editions", help="list, show and check framework versions")
    editions.add_argument("what", choices=("list", "show", "check"))
    editions.add_argument(
        "name", nargs="*", help="framework/version to show, or folders to check (all that we ship if left out)"
    )
    editions.set_defaults(run=_editions)

    snapshot = verbs.add_parser("snapshot", help="freeze your records as they stood on a day")
    snapshot.add_argument("book", type=Path)
    snapshot.add_argument(
        "--as-of", type=_day, help="the day, such as 2025-03-31; the end of the report's period if left out"
    )
    snapshot.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    snapshot.set_defaults(run=_snapshot)

    value = verbs.add_parser("value", help="work out what every line of a frozen year is worth")
    value.add_argument("snapshot", type=Path)
    value.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    value.add_argument("--engine", choices=("duckdb", "spark", "reference"), default="duckdb")
    value.set_defaults(run=_value)

    report = verbs.add_parser("report", help="make the report and its data from your records")
    report.add_argument("book", type=Path, help="the folder with your records, or with figures frozen before")
    report.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    report.add_argument("--as-of", type=_day, help="the day; the end of the report's period if left out")
    report.add_argument("--release", type=_release, default=1,
                        help="the number of this release: 1 if left out, 2 for the first correction")
    report.add_argument("--previous", type=Path, help="the folder of the release before this one, to compare with")
    report.add_argument("--publish", action="store_true",
                        help="go through the check list, and write nothing while a line of it is not done")
    report.add_argument("--engine", choices=("duckdb", "spark", "reference"), default="duckdb")
    report.set_defaults(run=_report)

    verify = verbs.add_parser("verify", help="recalculate every figure of a report from its own data")
    verify.add_argument("report", type=Path)
    verify.add_argument("--fingerprint", type=_fingerprint,
                        help="the fingerprint that you hold from the published report")
    verify.add_argument(
        "--with", dest="snapshot", type=Path, help="the frozen year, for figures the report may not carry"
    )
    verify.add_argument("--edition", type=Path, action="append", default=[],
                        help="a folder with your own copy of a licensed framework version; may be given several times")
    verify.set_defaults(run=_verify)

    explain = verbs.add_parser("explain", help="say in sentences how one figure came about")
    explain.add_argument("report", type=Path)
    explain.add_argument("figure", help="the figure's id, as on its page and in data/figures.csv")
    explain.set_defaults(run=_explain)
    return parser


def _day(text: str) -> date:
    # Read as a cell of the tables is, so that a day means the same wherever it is written.
    try:
        day = read_value(text, Column("as-of", Kind.DATE, "the day"))
    except NotReadable as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not isinstance(day, date):
        raise argparse.ArgumentTypeError("write the day as year-month-day, for example 2025-03-31")
    return day


def _fingerprint(text: str) -> str:
    found = text.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", found):
        raise argparse.ArgumentTypeError("copy the whole fingerprint from the published report: 64 digits and letters "
                                         "from a to f")
    return found


def _release(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", text.strip()):
        raise argparse.ArgumentTypeError("write the number of the release: 1, or 2 for the first correction")
    return int(text)


def _new(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.starter import write_starter

    files = write_starter(arguments.folder)
    print(f"Made {arguments.folder} with {files} files: a small, invented set of records to change into your own.")
    print(f"Next: open {arguments.folder / 'README.md'}, then run `commonweal check {arguments.folder}`.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.book import read_book
    from commonweal.ledger.checked import all_findings

    read = read_book(arguments.book)
    found, declared = all_findings(read)
    if arguments.gaps:
        _print_findings(declared)
    _print_findings(found)
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


def _editions(arguments: argparse.Namespace) -> int:
    from commonweal.frameworks import show

    folders = [*sorted(Path("examples").glob("*/editions")), *Path().glob("editions")]
    if arguments.what == "list":
        text, status = show.run_list(folders)
    elif arguments.what == "show":
        if len(arguments.name) != 1:
            raise Refused("Name one framework version, such as commonweal-open/2026.1.")
        text, status = show.run_show(arguments.name[0], folders)
    else:
        results = [show.run_check(Path(name)) for name in arguments.name] or [show.run_check()]
        text, status = "\n".join(text for text, _ in results), max(status for _, status in results)
    print(text.rstrip("\n"))
    return status


def _snapshot(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.checked import check_book, findings_to_json
    from commonweal.snapshot.store import write_snapshot

    checked = check_book(arguments.book)
    day = arguments.as_of or checked.book.settings.period.span.end
    manifest = write_snapshot(checked.book, day, arguments.output, findings=findings_to_json(checked))
    print(f"Froze {checked.facts:,} facts as they stood on {day.isoformat()} as {manifest.rows['lines']:,} lines.")
    print(f"Fingerprint: {manifest.digest}")
    print(f"Next: `commonweal value {arguments.output} -o build/values`, or "
          f"`commonweal report {arguments.output} -o build/report`.")
    return 0


def _value(arguments: argparse.Namespace) -> int:
    from commonweal.snapshot.store import read_snapshot
    from commonweal.valuation.write import write_values

    counts = write_values(read_snapshot(arguments.snapshot), arguments.engine, arguments.output)
    print(f"Valued {counts.lines:,} lines with {arguments.engine}: {counts.valued:,} have at least one value, "
          f"{counts.lines - counts.valued:,} say why they have none.")
    print(f"The result is in {arguments.output / 'valued_lines.csv'}.")
    print("Next: `commonweal report BOOK -o build/report`, with your records in the place of BOOK, makes the report.")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from commonweal.report.build import build_report
    from commonweal.report.words import shown

    built = build_report(arguments.book, arguments.output, as_of=arguments.as_of, release=arguments.release,
                         previous=arguments.previous, publish=arguments.publish, engine=arguments.engine, say=print)
    if not arguments.publish:
        _print_findings([finding for line in built.lines for finding in line.findings])
    statuses = {shown("status", name or "computed"): count for name, count in built.by_standing.items()}
    print(f"Figures: {', '.join(f'{count:,} {status.lower()}' for status, count in sorted(statuses.items()))}.")
    print(f"Gaps: {len(built.checked.declared)} declared, {len(built.checked.open_gaps)} not declared.")
    if missing := [note for note in built.checked.notes if note.code == "TRANSLATION-MISSING"]:
        print(f"Not yet in every language: {len(missing)} texts; `commonweal check {arguments.book}` lists them.")
    for title in built.drafts:
        print(f"Left out, because it is still a draft: {title}")
    stops = [line for line in built.lines if not line.done]
    print(f"What stops publication: {len(stops)} of {len(built.lines)} lines of the check list.")
    for line in stops:
        print(line)
    for name in built.given_away:
        print(f"The earlier release tells of a small number of people that this one withholds: {name}.")
    print(f"Fingerprint: {built.fingerprint}")
    print(f"The report is {arguments.output / 'index.html'} (also report.pdf, report.xlsx and committee-summary.docx); "
          f"its data is in {arguments.output / 'data'}.")
    print(f"Next: `commonweal verify {arguments.output}`.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from commonweal.report.verify import verify

    snapshot = None
    if arguments.snapshot:
        # Only the frozen year itself needs the database: a report is recalculated without one.
        from commonweal.snapshot.store import read_snapshot

        snapshot = read_snapshot(arguments.snapshot)
    result = verify(arguments.report, fingerprint=arguments.fingerprint, snapshot=snapshot,
                    editions=arguments.edition)
    for name in result.changed:
        print(f"CHANGED {name}")
    for text in result.unreadable:
        print(f"CANNOT BE READ {text}")
    for difference in result.differences[:MOST_FINDINGS]:
        print(f"DIFFERS {difference}")
    if len(result.differences) > MOST_FINDINGS:
        print(f"… and {len(result.differences) - MOST_FINDINGS} more.")
    print(
        f"{result.recalculated:,} recalculated, {len(result.differences)} differ; "
        f"{result.by_licence} withheld by licence, "
        f"{result.by_disclosure} withheld by the disclosure rule; {len(result.changed)} files changed."
    )
    print(f"Fingerprint: {result.fingerprint} (compare it with the one in the published report that you hold).")
    if not result.sound:
        print("Next: ask whoever published it for the report as it was published, or for a correction.")
        return 1
    print(f"Next: `commonweal explain {arguments.report} FIGURE` says how one figure came about; the ids are in "
          f"{arguments.report / 'data' / 'figures.csv'}.")
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from commonweal.report.explain import explain

    print(explain(arguments.report, arguments.figure))
    print(f"Next: `commonweal verify {arguments.report}` recalculates this figure and all others.")
    return 0


def _print_findings(findings: list[Finding]) -> None:
    for finding in findings[:MOST_FINDINGS]:
        print(finding)
    if len(findings) > MOST_FINDINGS:
        print(f"… and {len(findings) - MOST_FINDINGS} more.")
