"""The page of security requirements: every number of its chapters, each with its test, and what it says of the site."""

import re
from datetime import date

import pytest

from commonweal.exchange.archives import MOST_ENTRIES, MOST_UNPACKED
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.evidence.sorts import MOST_BYTES, MOST_FILES, SORTS
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register import packing
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record
from tests.house.repository import ROOT
from tests.web.asked import asked, opened
from tests.web.conftest import person, signed_in

PAGE = (ROOT / "docs" / "reference" / "security-requirements.md").read_text(encoding="utf-8")
# The requirements of ASVS 5.0.0 in these chapters at levels 1 and 2, with their levels.
ASKED = {
    "5.1.1": 2, "5.2.1": 1, "5.2.2": 1, "5.2.3": 2, "5.3.1": 1, "5.3.2": 1, "5.4.1": 2, "5.4.2": 2, "5.4.3": 2,
    "8.1.1": 1, "8.1.2": 2, "8.2.1": 1, "8.2.2": 1, "8.2.3": 2, "8.3.1": 1, "8.4.1": 2,
    "16.1.1": 2, "16.2.1": 2, "16.2.2": 2, "16.2.3": 2, "16.2.4": 2, "16.2.5": 2, "16.3.1": 2, "16.3.2": 2,
    "16.3.3": 2, "16.3.4": 2, "16.4.1": 2, "16.4.2": 2, "16.4.3": 2, "16.5.1": 2, "16.5.2": 2, "16.5.3": 2}
LINES = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines()
         if re.match(r"\| \d+\.\d+\.\d+ \|", line)]


def test_every_requirement_of_the_three_chapters_stands_on_the_page_once():
    assert {number: int(level) for number, level, *_ in LINES} == ASKED and len(LINES) == len(ASKED)


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_each_is_shown_by_a_test_that_is_there_or_says_plainly_that_it_is_not_met(line):
    _, _, asks, how, shown = line
    assert asks and how
    if shown == "not met":
        assert how.lower().startswith("not met")
        return
    for each in shown.split(", "):
        file, name = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", each).groups()
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), each


def _section(heading: str) -> str:
    return " ".join(PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0].split())


def test_the_page_names_every_file_that_is_taken():
    told = _section("Which files are taken")
    assert [ending for sort in SORTS for ending in sort.endings if f"`.{ending}`" not in told] == []
    for number in (f"{MOST_BYTES // 1_000_000} MB each", f"{MOST_FILES} at a time", f"{MOST_ENTRIES:,} parts",
                   f"{MOST_UNPACKED // 1_000_000} MB", f"{packing.MOST_BYTES // 1_000_000} MB"):
        assert number in told, number


def test_the_page_says_what_each_role_may_do():
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE))
    for role in ROLES.values():
        assert rows[role.shown] == "; ".join(may.value for may in May if may in role.may)


def test_every_column_says_who_may_see_it():
    tables = (ROOT / "docs" / "reference" / "tables.md").read_text(encoding="utf-8")
    for table in BOOK_TABLES:
        part = tables.split(f"\n### {table.name}.csv\n")[1].split("\n### ")[0]
        said = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", part, re.MULTILINE))
        assert list(said) == list(table.names) and all(said.values()), table.name


def test_the_page_names_what_is_logged():
    told = _section("What is logged")
    for told_of in ("audit trail", "standard error", "JSON", "random key", "kept"):
        assert told_of in told


def test_a_form_writes_no_column_that_its_sender_may_not(body):
    opened(body)
    supplier = signed_in(person("supplier", body, "brightbuild"))
    key = "2025-q1.repairs.brightbuild.1"
    more = {"state": "verified", "confirmed_by": "smallford", "reported_by": "smallford", "counts": "no", "body": "2",
            "activity": "other", "claim": "repairs-hours-q2", "saved_by": "x", "done": "yes", "row_version": "9"}
    supplier.post(f"/smallford/returns/answers/{key}/", {"version": 0, "quantity": "5"} | more)
    supplier.post("/smallford/returns/2025-q1.repairs.brightbuild/check/", {
        "name": "R", "office": "S", "agreed": "on", "seen": 0, "received": "1999-01-01", "how": "telephone"} | more)
    sent = record(body, "deliveries", key)
    assert (sent.text("state"), sent.text("confirmed_by"), sent.text("reported_by"), sent.text("activity")) == (
        "submitted", "", "brightbuild", "repairs")
    assert sent.get("counts") is True and sent.day("reported_on") != date(1999, 1, 1)
    assert asked(body).sent == 1 and ROWS["deliveries"].objects.get(body=body, key=key).row_version == 1
