"""Writes the tables of the invented authority's book from the particulars beside it.

Run `python examples/northmere/make_book.py [FOLDER]`; without a folder it writes beside itself. The same particulars
give the same bytes on every machine: chance is seeded by the id of each promise, so that a change to one promise
leaves all the others as they were. Only the standard library is used.
"""

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from making.checked import evidence_rows, review_rows
from making.done import delivery_rows
from making.paid import payment_rows
from making.promises import commitment_rows, milestone_rows
from particulars import bodies, places, policy, remedies, singular
from particulars.activities import ACTIVITIES

Row = dict[str, str]

ACTIVITY = ("id title kind role other_roles part_of summary place other_places start end state succeeded_by value "
            "value_bound awarded social_value weighting act_2012 exemption owner note internal_note")
COMMITMENT = ("id activity measure stage quantity bound start due profile period_kind in_force_from follows baseline "
              "baseline_note assumption person_stage place part_of alternative_to owner source note")
DELIVERY = ("id activity commitment measure quantity bound start end period_kind basis state confirmed_by reported_by "
            "reported_on place stage numerator denominator event event_share counts repeats why_not_counted part_of "
            "alternative_to source note")


def as_csv(heading: str, rows: Iterable[Row], renamed: dict[str, str] | None = None) -> str:
    """One table as CSV text: the columns named, commas, one line feed a row, quotes only where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = heading.split()
    writer.writerow([(renamed or {}).get(name, name) for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()


def typed(heading: str, rows: Iterable[Sequence[str]], **same: str) -> str:
    """A table that stands in the particulars as it is, with what is the same in every row."""
    names = heading.split()
    return as_csv(" ".join([*names, *same]), (dict(zip(names, row, strict=True)) | same for row in rows))


def party_rows() -> list[Row]:
    """Who does what in each activity."""
    rows = []
    for activity in ACTIVITIES:
        for party in activity.parties:
            organisation, part, share, under = (*party.split(), "", "")[:4]
            rows.append({"activity": activity.id, "organisation": organisation, "part": part,
                         "share": share.replace("-", ""), "under": under})
    return rows


def all_deliveries() -> list[Row]:
    """What was done: the deliveries of every promise, then the rows that no pattern makes."""
    rows = [row for activity in ACTIVITIES for promise in activity.promises for row in delivery_rows(activity, promise)]
    for cells, more in singular.DELIVERIES:
        row = dict(zip(singular.ROW, cells, strict=True)) | {"counts": "yes", "stage": "not-applicable", "basis": "increment"} | more
        rows.append(row | {"fixed": "yes", "reported_on": "2025-04-22" if row["end"] > "2025-01-31" else _weeks_after(row["end"])})
    _keep_apart(rows)
    return [{"counts": "yes", "source": f"Return of {row['reported_on']} (invented)"} | row | singular.SETTLED.get(row["id"], {})
            for row in rows]


def _weeks_after(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7]) + 1
    return f"{year + month // 13}-{month % 12 or 12:02}-21"


def _keep_apart(rows: list[Row]) -> None:
    """Two claims of one measure, place, span and quantity look like one thing claimed twice: by chance none may."""
    seen = {_claim(row) for row in rows if "fixed" in row}
    for row in rows:
        if "fixed" in row or row["measure"] in ("living-wage", "carbon-plan", "jobs-local", "paid-on-time", "disabled-starters-share"):
            continue
        while _claim(row) in seen:
            row["quantity"] = str(Decimal(row["quantity"]) + 1)
        seen.add(_claim(row))


def _claim(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("measure", "place", "start", "end", "quantity", "stage"))


def tables() -> dict[str, str]:
    """Every table of the book by its file's name."""
    deliveries = all_deliveries()
    activities = {activity.id: activity for activity in ACTIVITIES}
    commitments = [row for activity in ACTIVITIES for promise in activity.promises for row in commitment_rows(activity, promise)]
    milestones = [row for activity in ACTIVITIES for promise in activity.promises for row in milestone_rows(activity, promise)]
    return {
        "places.csv": typed("id name kind parent code tile_row tile_column decile", places.PLACES, source=places.SOURCE),
        "organisations.csv": typed("id name kind size vcse place", bodies.ORGANISATIONS),
        "activities.csv": as_csv(ACTIVITY, (vars(activity) for activity in ACTIVITIES),
                                 {"social_value": "includes_social_value"}),
        "parties.csv": as_csv("activity organisation part share under", party_rows()),
        "commitments.csv": as_csv(COMMITMENT, commitments),
        "milestones.csv": as_csv("commitment due quantity title", milestones),
        "deliveries.csv": as_csv(DELIVERY, deliveries),
        "evidence.csv": as_csv("id delivery sha256 kind dated file_name", evidence_rows(deliveries)),
        "reviews.csv": as_csv("id delivery decision by maker on reason", review_rows(deliveries, activities)),
        "payments.csv": as_csv("id paid amount supplier organisation category postcode office place source", payment_rows()),
        "adjustments.csv": typed("id kind reduction activity measure reason source", policy.ADJUSTMENTS),
        "remedies.csv": typed("id activity measure title owner on state", remedies.REMEDIES, source=remedies.SOURCE),
        "context.csv": typed("id title value unit as_printed definition date numerator denominator comparator place series",
                             places.context(), source=places.SOURCE),
        "stated.csv": typed("id title role activity value unit bound period_kind start end numerator denominator "
                            "share_or_change would_measure source", policy.STATED),
        "ratios.csv": typed("id title numerator denominator unit places role source", policy.RATIOS),
        "policies.csv": typed("id title kind version approved approved_text review link", policy.POLICIES),
        "objectives.csv": typed("id policy title kind measures", policy.OBJECTIVES),
        "promises.csv": typed("id title role policy horizon owner due due_text test state answered_by carried_from "
                              "outcome source", policy.PROMISES),
        "priorities.csv": typed("id area role kind title owner due baseline test state same_as carried_from outcome",
                                [*policy.SETTLED_PRIORITIES,
                                 *((*row, policy.CARRIED_ON.get(row[0], ""), "") for row in policy.PRIORITIES)],
                                source=policy.PRIORITIES_SOURCE),
        "accreditations.csv": typed("id organisation scheme held aimed ladder awarded due due_text", policy.ACCREDITATIONS),
        "guidance.csv": typed("id title audience role state completions", policy.GUIDANCE),
        "calendar.csv": typed("period step due done", policy.CALENDAR),
        "declared.csv": typed("finding reason by on", singular.DECLARED),
    }


def main(folder: Path) -> None:
    """Write every table into a folder."""
    for name, text in tables().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
