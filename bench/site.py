"""`python -m bench.site`: how long the pages of the site take that people open daily, as ratios; in `make bench`.

An invented authority of 5,000 contracts and projects and 201,000 lines of what was done, and one of a hundredth of
that, each on a SQLite database of its own and in a process of its own. Every page is asked for in both, and beside it a
page of nothing but the layout of somebody signed in and an empty table: in turn, many times over, so that whatever else
the machine does falls on all alike. A page shows as many rows in the small authority as in the large one.

We aim at 8 times the empty table, and at 1.5 times the same page at a hundredth of the data, both at the 95th
percentile; and at 10 seconds for freezing all records. Processor time decides, because the clock measures also what
others do with the machine; both are printed. Exits with 1 where something is missed.
"""

import argparse
import multiprocessing
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

LARGE, SMALL = 5_000, 50
TIMES_EMPTY, TIMES_SMALL, FROZEN_IN = 8.0, 1.5, 10.0
EMPTY = "an empty table"
# Who opens which page. The last page of a list is asked for as one that is far beyond it.
PAGES: tuple[tuple[str, str, str], ...] = (
    (EMPTY, "officer", "bare/"),
    ("contracts and projects", "officer", "activities/"),
    ("… narrowed", "officer", "activities/?state=in-progress&promises=yes"),
    ("… searched for a word", "officer", "activities/?q=contract"),
    ("… searched for one", "officer", "activities/?q=0001"),
    ("… sorted by worth", "officer", "activities/?sort=value"),
    ("… the last page", "officer", "activities/?page=9999"),
    ("… of a manager", "manager", "activities/"),
    ("one contract", "officer", "activities/c0000/"),
    ("all your records", "officer", "records/"),
    ("records to fix", "officer", "to-fix/"),
    ("… all of one sort", "officer", "to-fix/?code={code}"),
    ("… of a manager", "manager", "to-fix/"),
    ("overview", "officer", "overview/"),
    ("what is due and late", "officer", "progress/"),
    ("… one contract", "officer", "progress/c0000/"),
    ("all returns", "officer", "all-returns/"),
    ("a supplier's returns", "supplier", "returns/"),
    ("… one return", "supplier", "returns/2026-q1.c0000.supplier-0000/"),
    ("… one question", "supplier", "returns/answers/2026-q1.c0000.supplier-0000.1/"),
    ("… check the answers", "supplier", "returns/2026-q1.c0000.supplier-0000/check/"),
    ("to check", "officer", "to-check/"),
    ("… of a manager", "manager", "to-check/"),
    ("… clean ones together", "officer", "to-check/clean/"),
    ("… one claim", "officer", "reported/c0000.00001/"),
    ("periods", "officer", "periods/"),
    ("… one period", "officer", "periods/2025-q3/"),
    ("reports", "officer", "reports/"),
    ("audit trail", "auditor", "audit/"),
    ("… of one thing", "auditor", "audit/?table=deliveries&key=c0001.00001"),
    ("people", "administrator", "people/"),
)
# What a row of a list looks like in a page.
_ROW = re.compile(r"<tr|found__one|govuk-task-list__item|govuk-summary-list__row")
BARE = """{% extends "layout.html.jinja" %}
{% block title %}Empty{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Empty</h1>
<table class="govuk-table"><caption class="govuk-table__caption">Empty</caption>
<tbody class="govuk-table__body"></tbody></table>
{% endblock %}"""


@dataclass
class Took:
    """What a page took in one authority, each time: seconds and processor seconds; its queries and its rows."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    queries: int = 0
    rows: int = 0

    def at(self, percent: int, *, processor: bool = True) -> float:
        """The percentile, in milliseconds."""
        found = self.processor if processor else self.seconds
        return 1000 * statistics.quantiles(found, n=100, method="inclusive")[percent - 1]


class Site:
    """One authority, in a process of its own that answers as it is asked."""

    def __init__(self, home: Path, activities: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(home, activities, theirs))
        self.process.start()
        theirs.close()
        self.pages: dict[tuple[str, str], Took] = {}

    def ask(self, *what: str) -> Any:
        """The answer to one thing."""
        self.ours.send(what)
        return self.ours.recv()

    def time(self, who: str, page: str) -> None:
        """Ask for a page once more, and keep what it took; the first time only its queries and rows are counted."""
        first = (who, page) not in self.pages
        took = self.pages.setdefault((who, page), Took())
        seconds, processor, took.queries, took.rows = self.ask("page", who, page, "count" if first else "")
        if not first:
            took.seconds.append(seconds)
            took.processor.append(processor)


def main() -> int:
    """Fill both, ask for every page in turn, and print tables; 1 where something is missed."""
    parser = argparse.ArgumentParser(description="Measure the pages of the site.")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for")
    parser.add_argument("--activities", type=int, default=LARGE, help="how large; a multiple of 50")
    parser.add_argument("--only", default="", help="only pages with this in their address, and no jobs")
    parser.add_argument("--scratch", type=Path, help="where the homes are made (and taken away); about 1 GB")
    parser.add_argument("--keep", type=Path, help="a folder for homes that stay, and are used again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        work = chosen.keep or Path(scratch)
        small, large = (Site(work / str(size), size) for size in (SMALL, chosen.activities))
        if not chosen.only:
            missed = _jobs(small, large)
        else:
            missed = []
            small.ask("jobs"), large.ask("jobs")
        pages = [page for page in PAGES if chosen.only in page[2] or page[0] == EMPTY]
        for _ in range(chosen.times + 1):
            for _, who, page in pages:
                for site in (small, large):
                    site.time(who, page)
        missed += _print(pages, small, large)
        for site in (small, large):
            site.ask("stop")
            site.process.join()
    versions = ", ".join(f"{name} {version(name)}" for name in ("django", "jinja2"))
    print(f"\nEach page {chosen.times} times. {os.cpu_count()} processors, Python {platform.python_version()}; "
          f"{versions}. Load at the end: {os.getloadavg()[0]:.1f}.")
    print("Every goal is met." if not missed else f"Missed: {'; '.join(missed)}.")
    return 1 if missed else 0


def _jobs(small: Site, large: Site) -> list[str]:
    told = [site.ask("jobs") for site in (small, large)]
    print("| job | rows | at a hundredth: processor seconds | rows | seconds | processor seconds | "
          "milliseconds a row |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for what, (seconds, processor, rows) in told[1].items():
        _, before, fewer = told[0][what]
        each = f"{1000 * processor / rows:.2f}" if rows else ""
        print(f"| {what} | {fewer or ''} | {before:.2f} | {rows or ''} | {seconds:.2f} | {processor:.2f} | {each} |")
    print(flush=True)
    frozen = told[1]["all records frozen for a report"][0] if told[1] else 0
    return [f"freezing took {frozen:.1f} s"] if frozen > FROZEN_IN else []


def _print(pages: list[tuple[str, str, str]], small: Site, large: Site) -> list[str]:
    """The table of pages; gives what was missed."""
    print("| page | rows | queries | clock ms p50 | p95 | processor ms p50 | p95 | × an empty table | "
          "× a hundredth | holds |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    empty = large.pages[pages[0][1:]].at(95)
    missed = []
    for name, who, page in pages:
        one, other = (site.pages[who, page] for site in (large, small))
        times, growth = one.at(95) / empty, one.at(95) / other.at(95)
        wrong = [said for said, holds in (
            (f"{times:.1f} × an empty table", times <= TIMES_EMPTY),
            (f"{growth:.2f} × a hundredth", growth <= TIMES_SMALL),
            (f"{one.queries} queries, not {other.queries}", one.queries <= other.queries),
            (f"{one.rows} rows, not {other.rows}", one.rows == other.rows)) if not holds]
        missed += [f"{page or who}: {said}" for said in wrong]
        print(f"| {name} | {one.rows} | {one.queries} | {one.at(50, processor=False):.0f} | "
              f"{one.at(95, processor=False):.0f} | {one.at(50):.0f} | {one.at(95):.0f} | {times:.1f} | {growth:.2f} | "
              f"{', '.join(wrong) or 'yes'} |")
    return missed


def _serve(home: Path, activities: int, asked: Connection) -> None:
    """Be one authority: fill the home unless it is there, then answer until told to stop."""
    there = (home / "jobs.txt").exists()
    os.environ.update(COMMONWEAL_HOME=str(home), COMMONWEAL_PLAIN="yes",
                      DJANGO_SETTINGS_MODULE="commonweal.web.config.settings")
    for name in ("COMMONWEAL_DEMO", "COMMONWEAL_HOSTS", "COMMONWEAL_DATABASE", "COMMONWEAL_MAIL"):
        os.environ.pop(name, None)
    import django

    django.setup()
    import logging

    from bench.site_home import Jobs, bring, export, fill, one_write

    logging.disable(logging.INFO)
    jobs = Jobs()
    if not there:
        jobs = fill(activities)
        one_write(jobs)
        bring(jobs)
        export(jobs)
        (home / "jobs.txt").write_text("filled\n", encoding="ascii")
    answer = _answerer()
    while True:
        try:
            what, *said = asked.recv()
        except EOFError:  # Whoever asks has gone.
            return
        if what == "page":
            asked.send(answer(*said))
        elif what == "jobs":
            asked.send(jobs.took)
        else:
            asked.send(None)
            return


def _answerer() -> Any:
    """What asks this site for a page as somebody, and tells what it took."""
    from django.db import connection, connections
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.site_home import SLUG
    from commonweal.web.config import urls
    from commonweal.web.config.routes import page as add_page
    from commonweal.web.people.models import Person
    from commonweal.web.people.roles import May
    from commonweal.web.register.models import Fault

    bare = engines["jinja2"].from_string(BARE)

    def empty(request: HttpRequest) -> HttpResponse:
        return HttpResponse(bare.render({}, request))

    urls.urlpatterns.insert(0, add_page("<slug:body>/bare/", empty, "bare", sees=May.READ_REGISTER, filtered=True))
    browsers = {}
    for person in Person.objects.all():
        browsers[person.memberships.get().role] = browser = Client(SERVER_NAME="localhost")
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    # The largest sort of what is to fix.
    code = Fault.objects.values_list("code", flat=True).order_by("-place").first() or ""

    def answer(who: str, page: str, count: str) -> tuple[float, float, int, int]:
        address = f"/{SLUG}/{page.format(code=code)}"
        if count:
            with CaptureQueriesContext(connection) as queries:
                said = browsers[who].get(address)
            if said.status_code != 200:
                raise SystemExit(f"{address} answers with {said.status_code}.")
            counted[who, address] = len(queries), len(_ROW.findall(said.content.decode()))
            return 0, 0, *counted[who, address]
        # On the site every request opens the database anew.
        connections.close_all()
        clock, processor = time.perf_counter(), time.process_time()
        browsers[who].get(address)
        return time.perf_counter() - clock, time.process_time() - processor, *counted[who, address]

    counted: dict[tuple[str, str], tuple[int, int]] = {}
    return answer


if __name__ == "__main__":
    sys.exit(main())
