"""The report: made, recalculated, explained."""

import argparse
import re
from datetime import date
from pathlib import Path

from commonweal.cli.console import MOST_FINDINGS, Verbs, print_findings, read_day


def add_verbs(verbs: Verbs) -> None:
    """`report`, `verify` and `explain`."""
    report = verbs.add_parser("report", help="make the report and its data from your records")
    report.add_argument("book", type=Path, help="the folder with your records, or with figures frozen before")
    report.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    report.add_argument("--as-of", type=read_day, help="the day; the end of the report's period if left out")
    report.add_argument("--release", type=_release, default=1,
                        help="the number of this release: 1 if left out, 2 for the first correction")
    report.add_argument("--previous", type=Path, help="the folder of the release before this one, to compare with")
    report.add_argument("--last-year", type=Path,
                        help="the folder of last year's report as published: no small number of people may follow from "
                             "the two together")
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


def _report(arguments: argparse.Namespace) -> int:
    from commonweal.report.build import build_report
    from commonweal.report.words import shown

    built = build_report(arguments.book, arguments.output, as_of=arguments.as_of, release=arguments.release,
                         previous=arguments.previous, last_year=arguments.last_year, publish=arguments.publish,
                         engine=arguments.engine, today=date.today() if arguments.publish else None, say=print)
    if not arguments.publish:
        print_findings([finding for line in built.lines for finding in line.findings])
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
    print_findings(built.given_away)
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
