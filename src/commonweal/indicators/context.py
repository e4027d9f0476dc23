"""Facts about the place and its people that nobody here delivered."""

from collections.abc import Iterator

from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.indicators.wording import sentences

RULE = "context"


def figures(facts: Facts) -> Iterator[Figure]:
    """Every row of `context`; the source's wording, its definition and what it is compared with stand in the note."""
    for row in facts.book.rows("context"):
        day = row.day("date")
        yield Figure(
            id=f"{RULE}.{row.key}", title=row.text("title"), value=row.number("value"), unit=row.text("unit"),
            rule=RULE, standing="context", period_kind="at-date" if day else "not-stated", period_end=day,
            place=row.text("place") or facts.book.settings.place, bound=row.text("bound"),
            numerator=row.number("numerator"), denominator=row.number("denominator"),
            selection={"table": "context", "id": row.key},
            note=sentences(
                f"As printed: {row.text('as_printed')}", row.text("definition"),
                f"Compared with {row.text('comparator')}" if row.text("comparator") else "", row.text("note")))
