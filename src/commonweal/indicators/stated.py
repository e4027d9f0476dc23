"""What a source says of a result without the lines behind it: printed as it stands, in no total."""

from collections.abc import Iterator

from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.indicators.wording import sentences

RULE = "stated"


def figures(facts: Facts) -> Iterator[Figure]:
    """Every row of `stated`. One without a number has no value, and its note says what would measure it."""
    titles = {row.key: row.text("title") for row in facts.book.rows("stated")}
    for row in facts.book.rows("stated"):
        value, part, base = (row.number(name) for name in ("value", "numerator", "denominator"))
        needs_base = value is not None and row.text("share_or_change") in ("share", "change") and base is None
        whole, measured_by = row.text("part_of"), row.text("would_measure")
        yield Figure(
            id=f"{RULE}.{row.key}", title=row.text("title"), value=value, unit=row.text("unit"), rule=RULE,
            standing="stated", period_kind=row.text("period_kind"), period_start=row.day("start"),
            period_end=row.day("end"), place=row.text("place") or facts.book.settings.place, role=row.text("role"),
            activity=row.text("activity"),
            bound=row.text("bound"), numerator=part, denominator=base, selection={"table": "stated", "id": row.key},
            note=sentences(
                "Not measured" if value is None else "",
                f"It would be measured by: {measured_by}" if measured_by else "",
                "Base not given" if needs_base else "",
                f"A part of: {titles.get(whole, whole)}" if whole else "", row.text("note")))
