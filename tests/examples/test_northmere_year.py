"""The invented authority's year: what came of its promises, and the stories that tell it."""

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from tests.examples.northmere import ACTIVITIES, BOOK, COMMITMENTS, DELIVERIES, MEASURES, rows


def done_over_due() -> dict[str, Decimal]:
    """For each promise in force with something due by 31 March 2025: the share of it reported, by plain arithmetic.

    Things that add up and people counted once; the position of each chain is its last row by that day.
    """
    as_of = date(2025, 3, 31)
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows("milestones"):
        if row["due"] <= as_of.isoformat():
            parts[row["commitment"]] += Decimal(row["quantity"])
    done: dict[str, Decimal] = defaultdict(Decimal)
    for row in DELIVERIES.values():
        if (
            row["state"] in ("submitted", "verified")
            and row["period_kind"] == "quarter"
            and row["basis"] == "increment"
            and row["counts"] == "yes"
            and not row["part_of"]
            and not row["alternative_to"]
        ):
            done[row["commitment"]] += Decimal(row["quantity"])
    running = {row["commitment"] for row in DELIVERIES.values() if row["basis"] == "to-date"}
    follower = {
        row["follows"]: row
        for row in COMMITMENTS.values()
        if row["follows"] and row["in_force_from"] <= as_of.isoformat()
    }
    shares = {}
    for name, first in COMMITMENTS.items():
        if first["follows"] or name in running or MEASURES[first["measure"]]["counting"] not in ("flow", "once"):
            continue
        row = first
        while row["id"] in follower:
            row = follower[row["id"]]
        start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
        if row["stage"] != "committed" or start > as_of:
            continue
        quantity = Decimal(row["quantity"])
        passed, days = (min(due, as_of) - start).days + 1, (due - start).days + 1
        now = {"even": quantity * passed / days, "end": quantity if due <= as_of else Decimal(0)}.get(
            row["profile"], parts[row["id"]]
        )
        if now > 0:
            shares[name] = done[name] / now
    return shares


def test_about_three_fifths_of_what_was_due_is_done():
    shares = done_over_due()
    assert len(shares) > 140
    assert Decimal("0.55") < sum(min(share, Decimal(1)) for share in shares.values()) / len(shares) < Decimal("0.68")
    assert any(share >= 1 for share in shares.values())


def test_three_things_went_badly():
    shares = done_over_due()
    assert all(share < Decimal("0.2") for name, share in shares.items() if name.startswith("saltings-yard."))
    assert shares["saltings-yard.homes-affordable"] == 0
    assert ACTIVITIES["kelder-buses"]["state"] == "ended-early"
    assert shares["own-apprentices.apprenticeship-weeks"] < Decimal("0.3")
    assert shares["own-apprentices.apprentice-starts"] < Decimal("0.3")


def test_about_seven_tenths_of_what_was_reported_this_year_is_checked():
    states = Counter(row["state"] for row in DELIVERIES.values() if row["start"] >= "2024-04-01")
    assert Decimal("0.65") < Decimal(states["verified"]) / (states["verified"] + states["submitted"]) < Decimal("0.76")


def test_stories_have_consent_and_some_tell_what_did_not_work():
    headings = [path.read_text(encoding="utf-8").split("+++")[1] for path in sorted((BOOK / "stories").glob("*.md"))]
    assert len(headings) == 9
    assert all(re.search(r'consent = "(yes|not-needed)"', heading) for heading in headings)
    assert sum("negative = true" in heading for heading in headings) == 3


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
