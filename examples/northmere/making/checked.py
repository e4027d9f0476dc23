"""How deliveries were checked: evidence by its fingerprint, and reviews by another office than the one that claimed."""

import hashlib
from datetime import date, timedelta

from particulars.bodies import ORGANISATIONS
from particulars.words import A

from making.done import Chance

Row = dict[str, str]

NAMES = {row[0]: row[1] for row in ORGANISATIONS}
CHECKERS = {
    "employer": "Social Value Team", "investor": "Grants Assurance", "service-provider": "Programme Assurance",
    "commissioner": "Contract Management", "civic-leader": "Social Value Team",
}
KINDS = {
    "volunteering-hours": "letter", "resident-hours": "register", "career-hours": "letter", "students-reached": "letter",
    "local-spend": "report", "local-sme-spend": "report", "vcse-spend": "report", "match-funding": "letter",
    "cash-given": "receipt", "in-kind-given": "receipt", "devices-given": "receipt", "jobs-local": "payroll-extract",
    "jobs-barriers": "payroll-extract", "jobs-disabled": "payroll-extract", "jobs-sustained": "payroll-extract",
    "jobs-lost": "letter", "living-wage": "payroll-extract", "homes-retrofitted": "certificate",
    "homes-affordable": "certificate", "qualifications": "certificate", "waste-diverted": "invoice",
    "trees-planted": "photograph", "advice-hours": "timesheet", "paid-on-time": "report", "carbon-saved": "report",
}
QUERIES = (
    "The hours do not add up to the register.", "The month of the work is missing.", "The postcode list holds addresses outside the area.",
    "The figure is far above last quarter's: please confirm.", "The letter is not signed.", "Which of the two sites is this?",
)
REJECTIONS = (
    "The work was done before the contract began.", "Paid hours of the contract itself are not volunteering.",
    "No evidence came in two months.", "The firm is not in the area.",
)
# Chances in a hundred that a claim in this state has evidence behind it.
HELD = {"verified": 100, "queried": 40, "rejected": 30, "submitted": 8, "draft": 0}


def fingerprint(delivery: str, kind: str) -> str:
    """The SHA-256 of the invented content of a piece of evidence."""
    return hashlib.sha256(f"Invented evidence of Northmere: {kind} for {delivery}.\n".encode()).hexdigest()


def evidence_rows(deliveries: list[Row]) -> list[Row]:
    """What supports the deliveries: something for each that was verified, little for the others."""
    rows: list[Row] = []
    for row in deliveries:
        chance = Chance(f"evidence {row['id']}")
        if chance.percent() >= HELD[row["state"]]:
            continue
        kind = KINDS.get(row["measure"], "register")
        rows.append({
            "id": f"ev.{row['id']}", "delivery": row["id"], "kind": kind, "dated": row["end"],
            "sha256": fingerprint(row.get("same_evidence") or row["id"], kind),
            "file_name": f"{kind}-{row['id']}.pdf",
        })
        if row["state"] == "verified" and chance.percent() < 6:
            rows.append(rows[-1] | {"id": f"ev.{row['id']}.2", "kind": "photograph", "file_name": f"photograph-{row['id']}.jpg",
                                    "sha256": fingerprint(row["id"], "photograph")})
    return rows


def review_rows(deliveries: list[Row], activities: dict[str, A]) -> list[Row]:
    """The decisions on the deliveries; a claim still open has none."""
    rows: list[Row] = []
    for row in deliveries:
        chance = Chance(f"review {row['id']}")
        activity = activities[row["activity"]]
        day = date.fromisoformat(row["reported_on"]) + timedelta(days=4 + chance.percent() // 6)
        maker = activity.owner if row["reported_by"] == "nca" else NAMES[row["reported_by"]]
        checker = "Internal Audit" if chance.percent() < 8 else CHECKERS[activity.role]
        for number, decision in enumerate(_decisions(row["state"], chance), 1):
            reason = {"query": chance.of(list(QUERIES)), "reject": chance.of(list(REJECTIONS)),
                      "verify": "Agrees with the evidence."}[decision]
            rows.append({"id": f"rv.{row['id']}.{number}", "delivery": row["id"], "decision": decision, "by": checker,
                         "maker": maker, "on": (day + timedelta(days=9 * (number - 1))).isoformat(), "reason": reason})
    return rows


def _decisions(state: str, chance: Chance) -> list[str]:
    asked_first = chance.percent() < 12
    return {
        "verified": ["query", "verify"] if asked_first else ["verify"], "queried": ["query"],
        "rejected": ["query", "reject"] if asked_first else ["reject"],
    }.get(state, [])
