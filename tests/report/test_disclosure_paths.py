"""No path leads from a small count to anything that is published: neither a file nor a digit of one.

Two books differ in nothing but how many people with a protected characteristic their returns count, and so that the
same is printed of them. If any page, table, list, chart, file name or total rested on the true counts, some byte of
the two reports would differ.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.indicators.frozen import figures_of
from commonweal.ledger.book import read_book
from commonweal.ledger.starter import write_starter
from commonweal.report.document import make_report
from commonweal.report.html import write_html
from commonweal.report.package import seal, write_data
from commonweal.report.pdf import write_pdf
from commonweal.report.workbook import write_workbook
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows
from tests.house.repository import SOURCE
from tests.report.test_html_secrets import change

DISABLED = {"title": "Disabled people who started work", "people": "characteristic", "unit": "person",
            "counting": "once", "no_value_because": "Nobody is worth more or less for who they are"}
# Returns: who, how many, where, in which state; the last is a part of the one before it, and enters no total.
RETURNS = (("first", "verified", "east-ward", ""), ("second", "verified", "borough", ""),
           ("third", "submitted", "", ""), ("of-third", "submitted", "", "third"))


def published(
    folder: Path, counts: tuple[str, ...], answered: tuple[str, str], apart: tuple[str, ...] = ()
) -> Mapping[str, bytes]:
    """Every file of the report on a book with those counts, as if the frozen figures had no fingerprint. `apart` are
    more claims, sent in as the third was."""
    book = folder / "book"
    write_starter(book)
    measures = book / "editions/my-framework/2025/measures.csv"
    change(measures, lambda rows: rows.extend((
        {**rows[1], "id": "disabled-starters", **DISABLED},
        {**rows[1], "id": "disabled-share", **DISABLED, "unit": "%", "counting": "rate"})))

    def add(rows: list[dict[str, str]]) -> None:
        plain = {name: "" for name in (*rows[0], "place", "numerator", "denominator", "part_of")}
        first = {**plain, **rows[0], "measure": "disabled-starters", "commitment": "", "confirmed_by": "garden-trust"}
        rows.extend({**first, "id": name, "quantity": count, "state": state, "place": place, "part_of": part_of}
                    for (name, state, place, part_of), count in zip(RETURNS, counts, strict=True))
        rows.extend({**first, "id": f"apart-{number}", "quantity": count, "state": "submitted"}
                    for number, count in enumerate(apart))
        rows.append({**first, "id": "share", "measure": "disabled-share", "state": "submitted", "quantity": "25",
                     "numerator": answered[0], "denominator": answered[1]})

    change(book / "deliveries.csv", add)
    for name in ("first", "second"):
        change(book / "evidence.csv", lambda rows, name=name: rows.append(
            {**rows[0], "id": f"e-{name}", "delivery": name, "sha256": name.encode().hex().ljust(64, "0")}))
        change(book / "reviews.csv", lambda rows, name=name: rows.append(
            {**rows[0], "id": f"r-{name}", "delivery": name}))
    read = read_book(book)
    assert read.book, "\n".join(map(str, read.findings))
    with frozen(read.book, read.book.settings.period.span.end) as real:
        # The fingerprint of what was frozen is printed, and of course it differs.
        snapshot = replace(real, digest="1" * 64)
        facts, figures = figures_of(snapshot)
        valued = valued_rows(snapshot)
        report = make_report(snapshot, facts, figures, valued, [], "1")
        out = folder / "out"
        out.mkdir()
        write_html(report, out)
        write_pdf(report, out / "report.pdf")
        write_workbook(report, out / "report.xlsx")
        write_data(snapshot, figures, valued, out)
        seal(out)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Mapping[str, bytes]:
    # 3 + 15 = 18 checked, 18 + 4 = 22 reported; 12 of 48 answered yes.
    return published(tmp_path_factory.mktemp("one"), ("3", "15", "4", "2"), ("12", "48"))


def test_the_report_shows_withheld_and_rounded_counts(report):
    rows = report["data/figures.csv"].decode().splitlines()
    about = {row.split(",")[0]: re.findall(r'",(\[c\]|\d+),person', row) for row in rows if "disabled-starters" in row}
    assert ["[c]"] in about.values() and ["20"] in about.values()


def test_other_counts_that_print_alike_give_the_same_report_byte_by_byte(report, tmp_path):
    # 5 + 14 = 19 checked, 19 + 3 = 22 reported; 11 of 49.
    other = published(tmp_path, ("5", "14", "3", "1"), ("11", "49"))
    assert list(other) == list(report)
    assert [name for name in report if report[name] != other[name]] == []


def test_as_many_people_in_more_claims_give_the_same_report_byte_by_byte(report, tmp_path):
    """Where each person is a claim, a number of claims would be a number of people."""
    other = published(tmp_path, ("3", "15", "1", "2"), ("12", "48"), apart=("1", "1", "1"))
    assert [name for name in report if report[name] != other[name]] == []


def test_the_comparison_can_fail(report, tmp_path):
    # 3 + 25 = 28 checked is printed as 30.
    other = published(tmp_path, ("3", "25", "4", "2"), ("12", "48"))
    changed = {name.split(".")[-1] for name in report if report[name] != other.get(name)}
    assert {"csv", "html"} <= changed


def test_no_row_about_them_is_in_any_file(report):
    for name, content in report.items():
        if not name.endswith((".pdf", ".xlsx")):
            text = content.decode()
            assert not re.search(r"\be-first\b|\bof-third\b|^(first|second|third|share),", text, re.M), name


# Who may read what was counted before the rule is applied, and why nothing of it goes further.
RAW = {
    # The rule itself, and the sums it is given; `compute` puts the one behind the other.
    "indicators/disclosure/protect.py": {"counted_quantities", "protected_rates", "deliveries"},
    "indicators/quantity.py": {"counted_quantities"},
    "indicators/rates.py": {"apart", "protected_rates", "deliveries"},
    "indicators/facts.py": {"lines", "apart", "cells", "counted_quantities", "deliveries"},
    # Leave out people with a protected characteristic by themselves.
    "indicators/parts.py": {"apart"}, "indicators/returns.py": {"deliveries"},
    # Reads ids and days, to list rows that came after the lock; what it lists is not published.
    "report/checklist.py": {"deliveries"},
    # Keep `public_line` alone (and the claims behind such lines), read measures' names, count lines, hand sums to what
    # keeps `public_keys` alone, or make the lines again from a package.
    "report/year.py": {"lines", "cells"}, "report/package.py": {"lines"}, "report/public.py": {"lines", "deliveries"},
    "report/method.py": {"lines", "cells"}, "report/shown_lines.py": {"lines", "deliveries"},
    "report/build.py": {"lines"}, "report/verify.py": {"lines", "cells"},
    # The cells of a chart's table, which are words already.
    "report/charts/grid.py": {"cells"},
    "report/explain.py": {"lines"}, "report/remake.py": {"lines"}, "report/packaged.py": {"lines"},
}
_READS = re.compile(
    r"(?:facts|self)\.(counted_quantities|protected_rates|apart|cells)\b"
    r"|(?<!commonweal\.)(?:snapshot|frozen)\.(lines)\b|(?:rows|by_id)\(\"(deliveries)\"\)")


def test_only_the_named_modules_read_what_was_counted_before_the_rule_is_applied():
    found: dict[str, set[str]] = {}
    for folder in ("indicators", "report"):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            names = {name for match in _READS.finditer(path.read_text(encoding="utf-8"))
                     for name in match.groups() if name}
            if names:
                found[path.relative_to(SOURCE).as_posix()] = names
    unnamed = {module: names - RAW.get(module, set()) for module, names in found.items()}
    assert {module: names for module, names in unnamed.items() if names} == {}
