"""Promised, due by now, reported and checked: what was to be there by now, and what is."""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.numbers import ZERO, ratio
from commonweal.indicators.facts import STANDINGS, Facts, QuantityTotal, group_quantities
from commonweal.indicators.figure import Figure

RULE = "progress"


def figures(facts: Facts) -> Iterator[Figure]:
    """For each measure: due by now, and what was done against promises by now. Then the promises counted.

    A promise is kept up with when at least as much was reported as is due by now, late when less was, and not yet due
    when nothing is due. Only promises with a number are counted, and none on people with a protected characteristic.
    """
    yield from _by_measure(facts)
    yield from _promises(facts, "")
    for role in sorted({str(cell.keys["role"]) for cell in facts.open_quantities}):
        yield from _promises(facts, role)


def _by_measure(facts: Facts) -> Iterator[Figure]:
    steps = {
        "due": ({"committed"}, lambda keys: bool(keys["due_now"])),
        "answered-reported": (set(STANDINGS["reported"]), lambda keys: bool(keys["promise"])),
        "answered-verified": (set(STANDINGS["verified"]), lambda keys: bool(keys["promise"])),
        "beyond": (set(STANDINGS["reported"]), lambda keys: not keys["promise"]),
    }
    titles = {
        "due": "due by now", "answered-reported": "reported against promises, all years",
        "answered-verified": "checked against promises, all years", "beyond": "done without a promise, all years",
    }
    promised = {cell.keys["measure"] for cell in facts.open_quantities if cell.keys["standing"] == "committed"}
    for step, (standings, more) in steps.items():
        grouped = group_quantities(
            facts.open_quantities, ("measure",),
            lambda keys, standings=standings, more=more: keys["standing"] in standings and more(keys))
        for (measure_id,), total in grouped.items():
            measure = facts.measures[measure_id]
            if measure.text("counting") in ("stock", "rate") or (step == "beyond" and measure_id not in promised):
                continue
            selection = {"standing": "|".join(sorted(standings)), "measure": measure_id, "counted": "yes"}
            selection |= {"due_now": "yes"} if step == "due" else {"promise": "no" if step == "beyond" else "yes"}
            yield Figure(
                id=f"{RULE}.{step}.{measure_id}", title=f"{measure.text('title')}, {titles[step]}", value=total.quantity,
                unit=measure.text("unit"), rule=RULE, standing="committed" if step == "due" else selection["standing"].split("|")[0],
                measure=measure_id, theme=measure.text("theme"), outcome=measure.text("outcome"), bound=total.bound,
                place=facts.book.settings.place, period_end=facts.as_of, period_kind="to-date",
                lines=total.lines, lines_valued=total.valued, selection=selection)


def _promises(facts: Facts, role: str) -> Iterator[Figure]:
    of_role = [cell for cell in facts.open_quantities
               if cell.keys["people"] != "characteristic" and (not role or cell.keys["role"] == role)]
    promised = group_quantities(of_role, ("promise",), lambda keys: keys["standing"] == "committed")
    if not promised:
        return
    due = group_quantities(of_role, ("promise",), lambda keys: keys["standing"] == "committed" and bool(keys["due_now"]))
    done = {name: group_quantities(of_role, ("promise",), lambda keys, name=name: keys["standing"] in STANDINGS[name]
                                   and bool(keys["promise"])) for name in ("reported", "verified")}
    due_ids = [key for key in promised if _amount(due, key) > 0]
    counts = {
        "made": ("Promises with a number", len(promised), None),
        "due": ("Promises of which something is due by now", len(due_ids), len(promised)),
        "reported": ("Due promises with something reported", _count(due_ids, done["reported"]), len(due_ids)),
        "checked": ("Due promises with something checked", _count(due_ids, done["verified"]), len(due_ids)),
        "kept-up": ("Due promises of which all that is due was reported",
                    sum(_amount(done["reported"], key) >= _amount(due, key) for key in due_ids), len(due_ids)),
        "late": ("Due promises of which less was reported than is due",
                 sum(_amount(done["reported"], key) < _amount(due, key) for key in due_ids), len(due_ids)),
        "not-yet-due": ("Promises of which nothing is due yet", len(promised) - len(due_ids), len(promised)),
    }
    for name, (title, count, base) in counts.items():
        yield Figure(
            id=".".join(part for part in (RULE, "promises", name, role) if part), title=title, value=Decimal(count),
            unit="promises", rule=RULE, standing="committed", role=role, place=facts.book.settings.place,
            period_end=facts.as_of, period_kind="to-date",
            numerator=None if base is None else Decimal(count), denominator=None if base is None else Decimal(base),
            selection={"standing": "committed", "counted": "yes"} | ({"role": role} if role else {}),
            note="" if base is None else _share(count, base))


def _amount(totals: dict[tuple[str, ...], QuantityTotal], key: tuple[str, ...]) -> Decimal:
    return totals[key].quantity if key in totals else ZERO


def _count(keys: list[tuple[str, ...]], totals: dict[tuple[str, ...], QuantityTotal]) -> int:
    return sum(1 for key in keys if _amount(totals, key) > 0)


def _share(count: int, base: int) -> str:
    share = ratio(Decimal(count) * 100, Decimal(base), 0)
    return "" if share is None else f"{count} of {base} ({share}%)."
