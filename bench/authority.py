"""The records of a large invented authority: 5,000 contracts and projects, and with their promises 1,000,000 lines.

Sizes are as uneven as real ones: of 500 contracts 4 report daily from 40 sites, 46 daily from 4 sites, and 450 report
weekly. Every contract has one promise; a tenth of what was done was checked, and holds evidence. No chance is
involved: the same size gives the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

# Number, id, role, measure, days and sites of a contract.
Contract = tuple[int, str, str, str, int, int]

ACTIVITIES = 5_000
PLACES = 40


@dataclass(frozen=True)
class Plan:
    """How large contracts are, how many a supplier has, and whether the records are as they come in.

    `shapes` says of how many contracts on how many days and at how many sites they report, and then repeats. Records
    as they come in are reported by the supplier, hold evidence that nobody looked at yet, and do not always say what
    span a number is about.
    """

    shapes: tuple[tuple[int, int, int], ...]
    to_a_supplier: int
    as_they_come: bool = False


LARGE = Plan(((4, 250, 40), (46, 250, 4), (450, 30, 1)), 5)
# Of each 50 contracts one reports daily from four sites: 40 rows each on average.
SITE = Plan(((1, 130, 4), (9, 50, 1), (40, 26, 1)), 2, as_they_come=True)
START, END = date(2025, 4, 1), date(2026, 3, 31)
ROLES = ("commissioner", "commissioner", "commissioner", "investor", "service-provider", "employer", "civic-leader")
KINDS = {"commissioner": "contract", "investor": "grant", "service-provider": "programme", "employer": "employment",
         "civic-leader": "convening"}
MEASURES = (
    "volunteering-hours", "pro-bono-hours", "cash-given", "in-kind-given", "carbon-saved", "ambulance-callouts-avoided",
    "gp-consultations-avoided", "outpatient-attendances-avoided", "foster-weeks-avoided",
    "antisocial-behaviour-prevented", "jobs-created", "arrests-avoided",
)
BOOK = f"""[book]
id = "large-authority"
title = "Social value of a large invented authority 2025/26"
body = "authority"
place = "area"
language = "en-GB"
standing = "Invented to measure speed: nothing of this exists."
noindex = true

[frameworks]
own = "commonweal-open"
editions = ["commonweal-open/2026.1"]

[[periods]]
id = "2025-26"
label = "2025/26"
kind = "financial-year"
start = {START}
end = {END}
"""


def write_book(folder: Path, activities: int = ACTIVITIES, plan: Plan = LARGE) -> int:
    """Write the records into a new folder; says how many lines they come to. Sizes are multiples of a plan's shapes."""
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(BOOK, encoding="utf-8", newline="\n")
    places = [("area", "Area", "area", ""), *((f"site-{n:02}", f"Site {n}", "ward", "area") for n in range(PLACES))]
    _table(folder, "places", "id,name,kind,parent", (",".join(row) for row in places))
    suppliers = activities // plan.to_a_supplier
    bodies = [f"supplier-{n:04},Supplier {n},company,small,no,area" for n in range(suppliers)]
    bodies = ["authority,Authority,authority,large,no,area", *bodies]
    _table(folder, "organisations", "id,name,kind,size,vcse,place", bodies)
    contracts = list(_contracts(activities, plan.shapes))
    _table(folder, "activities", "id,title,kind,role,summary,start,end,state,value,owner", (
        f"{name},Contract {number:04},{KINDS[role]},{role},Work of contract {number:04}.,{START},{END},in-progress,"
        f"{10_000 + 137 * number},Office {number % 12}" for number, name, role, _, _, _ in contracts))
    _table(folder, "parties", "activity,organisation,part", (
        f"{name},supplier-{number % suppliers:04},prime" for number, name, *_ in contracts))
    heading = ("id,activity,measure,stage,quantity,bound,start,due,profile,period_kind,in_force_from,baseline,"
               "person_stage,owner,source")
    _table(folder, "commitments", heading, (
        f"{name}.promise,{name},{measure},committed,{days * sites * 6},exact,{START},{END},end,financial-year,{START},"
        f"0,,Office {number % 12},Tender of {name} (invented)" for number, name, _, measure, days, sites in contracts))
    with (folder / "evidence.csv").open("w", encoding="utf-8", newline="\n") as evidence, \
         (folder / "reviews.csv").open("w", encoding="utf-8", newline="\n") as reviews:
        evidence.write("id,delivery,sha256,kind,dated,file_name\n")
        reviews.write("id,delivery,decision,by,maker,on,reason\n")
        heading = ("id,activity,commitment,measure,quantity,bound,start,end,period_kind,basis,state,reported_by,"
                   "reported_on,place,counts,source")
        deliveries = (row for contract in contracts
                      for row in _deliveries(contract, evidence, reviews, f"supplier-{contract[0] % suppliers:04}"
                                             if plan.as_they_come else ""))
        done = _table(folder, "deliveries", heading, deliveries)
    return done + activities


def _contracts(activities: int, planned: tuple[tuple[int, int, int], ...]) -> Iterator[Contract]:
    shapes = [(days, sites) for count, days, sites in planned for _ in range(count)]
    for number in range(activities):
        days, sites = shapes[number % len(shapes)]
        role = ROLES[number % len(ROLES)]
        yield number, f"c{number:04}", role, MEASURES[number % len(MEASURES)], days, sites


def _deliveries(contract: Contract, evidence: TextIO, reviews: TextIO, supplier: str) -> Iterator[str]:
    """What was done of a contract; of records as they come in, the supplier who reports it."""
    number, name, _, measure, days, sites = contract
    step = 1 if days > 100 else 7
    for day in range(days):
        on = START + timedelta(days=day * step)
        for site in range(sites):
            count = day * sites + site
            row = f"{name}.{count:05}"
            # Hundredths, from 1.00 to 9.99, each different from its neighbours.
            hundredths = 100 + (count * 613 + number * 271) % 900
            checked = count % 10 == 0
            if checked or (supplier and count % 5 == 0):
                seal = hashlib.sha256(row.encode()).hexdigest()
                evidence.write(f"ev.{row},{row},{seal},letter,{on},letter-{row}.pdf\n")
            if checked:
                reviews.write(f"rv.{row},{row},verify,Social Value Team,Office {number % 12},{on},Agrees.\n")
            kind = "not-stated" if supplier and count % 5 in (1, 3) else "at-date"
            yield (f"{row},{name},{name}.promise,{measure},{hundredths // 100}.{hundredths % 100:02},exact,{on},{on},"
                   f"{kind},increment,{'verified' if checked else 'submitted'},{supplier or 'authority'},{on},"
                   f"site-{(site + number) % PLACES:02},yes,Return of {on} (invented)")


def _table(folder: Path, name: str, heading: str, rows: Iterable[str]) -> int:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{heading}\n")
        return sum(file.write(f"{row}\n") > 0 for row in rows)
