"""Promises as rows: offer, award, changes and end linked by `follows`, and the milestones of each."""

from datetime import date, timedelta

from particulars.words import A, P

Row = dict[str, str]

TENDER_DAYS = 70
# What was there before, where the particulars do not say.
BEFORE = {
    "contract": "The contract before it asked for nothing of the kind.",
    "grant": "The first grant for this purpose, so nothing was there before.",
    "investment": "The first investment of this kind, so nothing was there before.",
    "programme": "Not counted in this way before 2023.",
    "employment": "Not counted in this way before 2023.",
    "convening": "Nobody counted it before.",
    "development": "Nothing was on the site before.",
    "policy": "Not counted before 2023.",
}


def first_row(activity: A, promise: P) -> str:
    """The id of the first row of a promise's chain, which deliveries refer to."""
    return f"{activity.id}.{promise.name}"


def force_day(activity: A, promise: P) -> str:
    """The day on which a promise takes force: the award, or else its first day; what is only planned, in January 2025."""
    if promise.stage == "offered":
        return "2025-03-03"
    if promise.stage == "potential" and activity.state == "planned":
        return "2025-01-20"
    return activity.awarded or promise.start or activity.start


def commitment_rows(activity: A, promise: P) -> list[Row]:
    """The chain of one promise and the chains of the bids that lost, each in the order of its days."""
    first, day = first_row(activity, promise), force_day(activity, promise)
    plain: Row = {
        "activity": activity.id, "measure": promise.measure, "stage": promise.stage, "quantity": promise.quantity,
        "bound": promise.bound, "start": promise.start or activity.start, "due": promise.due or activity.end,
        "profile": "end" if promise.profile == "end" else "milestones" if promise.parts else "even",
        "period_kind": "financial-year", "baseline": promise.baseline,
        "baseline_note": promise.baseline_note or BEFORE[activity.kind], "assumption": promise.assumption,
        "person_stage": promise.person_stage,
        "place": promise.place or activity.place, "part_of": promise.part_of, "alternative_to": promise.alternative_to,
        "owner": promise.owner or activity.owner, "note": promise.note,
        "source": _source(activity, promise),
    }
    rows: list[Row] = []

    def follow(suffix: str, **changed: str) -> None:
        earlier = rows[-1]["id"] if rows else ""
        rows.append((rows[-1] if rows else plain) | {"id": first + suffix, "follows": earlier} | changed)

    if promise.offered:
        bid_day = (date.fromisoformat(day) - timedelta(days=TENDER_DAYS)).isoformat()
        follow("", stage="offered", quantity=promise.offered, in_force_from=bid_day, profile="end",
               note="As offered in the bid that was chosen.")
        follow(".award", stage="committed", quantity=promise.quantity, in_force_from=day, profile=plain["profile"], note=promise.note)
    else:
        follow("", in_force_from=day)
    for number, (when, quantity, due, why) in enumerate(promise.changes, 1):
        follow(f".change-{number}", in_force_from=when, quantity=quantity, due=due or rows[-1]["due"], note=why)
    if promise.withdrawn[0]:
        follow(".end", in_force_from=promise.withdrawn[0], stage="withdrawn", note=promise.withdrawn[1])
    return rows + _lost_bids(activity, promise, plain, day)


def _lost_bids(activity: A, promise: P, plain: Row, day: str) -> list[Row]:
    rows = []
    bid_day = (date.fromisoformat(day) - timedelta(days=TENDER_DAYS)).isoformat()
    for letter, quantity in zip("bcd", promise.losing, strict=False):
        name = f"{first_row(activity, promise)}.bid-{letter}"
        lost = plain | {"id": name, "stage": "offered", "quantity": quantity, "profile": "end", "in_force_from": bid_day,
                        "note": f"As offered in bid {letter.upper()}."}
        rows += [lost, lost | {"id": f"{name}.lost", "follows": name, "stage": "withdrawn", "in_force_from": day,
                               "note": "Another bid was chosen."}]
    return rows


def milestone_rows(activity: A, promise: P) -> list[Row]:
    """The parts of a promise that fall due on days of their own, for each row of its chain that has them."""
    return [
        {"commitment": row["id"], "due": due, "quantity": quantity, "title": title}
        for row in commitment_rows(activity, promise) if row["profile"] == "milestones"
        for due, quantity, title, _, _ in promise.parts
    ]


def _source(activity: A, promise: P) -> str:
    if promise.stage == "potential":
        return f"Options paper on {activity.title} (invented)"
    paper = {"contract": "Contract schedule", "grant": "Grant agreement", "investment": "Investment agreement"}
    return f"{paper.get(activity.kind, 'Delivery plan')} of {activity.title} (invented)"
