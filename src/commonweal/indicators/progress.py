"""Promised, due by now, reported and checked: what was to be there by now, and what is."""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.indicators.ages import AGES, age_of
from commonweal.indicators.facts import STANDINGS, Facts, group_quantities
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.tally import tally
from commonweal.indicators.wording import id_of, name_of, sentences, title_of
from commonweal.valuation.cells import Keys

RULE = "progress"

_STEPS = {
    "due": (("committed",), "due by now"),
    "answered-reported": (STANDINGS["reported"], "reported against promises so far"),
    "answered-verified": (STANDINGS["verified"], "checked against promises so far"),
    "beyond": (STANDINGS["reported"], "done without a promise so far"),
}
# The counts of promises: the step, its title, and the step that it is a share of.
COUNTS = {
    "made": ("Promises with a number", ""),
    "due": ("Promises of which something is due by now", "made"),
    "not-yet-due": ("Promises of which nothing is due yet", "made"),
    "reported": ("Due promises with something reported", "due"),
    "checked": ("Due promises with something checked", "due"),
    "confirmed": ("Due promises with something confirmed by who received it", "due"),
    "kept-up": ("Due promises of which all that is due was reported", "due"),
    "late": ("Due promises of which less was reported than is due", "due"),
    "late-half-or-more": ("Late promises of which at least half of what is due was reported", "late"),
    "late-under-half": ("Late promises of which less than half of what is due was reported", "late"),
    "late-nothing": ("Late promises of which nothing was reported", "late"),
    "late-acted": ("Late promises about which something was done", "late"),
}
_SUMMED = ("flow", "once")
_ENDED = "What was done under promises that have since ended is included"


def figures(facts: Facts) -> Iterator[Figure]:
    """For each measure: due by now, and what was done against promises by now. Then the promises counted.

    A promise is kept up with when at least as much was reported as is due by now, late when less was, and not yet due
    when nothing is due. Only promises with a number are counted, and none on people with a protected characteristic.
    They are counted for the body, by role, and by how old the contract or project is.
    """
    for by in ((), ("activity",)):
        yield from _by_measure(facts, by)
    yield from _promises(facts)
    for role in sorted({str(cell.keys["role"]) for cell in facts.open_quantities}):
        yield from _promises(facts, role=role)
    for age in AGES:
        yield from _promises(facts, age=age)


def _by_measure(facts: Facts, by: tuple[str, ...]) -> Iterator[Figure]:
    what = (*by, "measure", "stage")
    promised = {tuple(cell.keys[name] for name in what) for cell in facts.open_quantities
                if cell.keys["standing"] == "committed"}
    for step, (standings, words) in _STEPS.items():
        chosen = _chosen(facts, step)
        names = (*what, "period_kind") if step == "due" else what
        wanted = [cell for cell in facts.open_quantities
                  if cell.keys["standing"] in standings and _belongs(facts, step, cell.keys)]
        for key, total in group_quantities(wanted, names).items():
            named = dict(zip(names, key, strict=True))
            measure, activity = facts.measures[named["measure"]], str(named.get("activity") or "")
            if measure.text("counting") not in _SUMMED or key[:len(what)] not in promised:
                continue
            standing = standings[0]
            yield Figure(
                id=id_of((RULE, step), standing, named, facts),
                title=title_of(facts, measure.text("title"), words, by, named),
                value=total.quantity, unit=measure.text("unit"), rule=RULE, standing=standing, measure=measure.key,
                theme=measure.text("theme"), outcome=measure.text("outcome"), bound=total.bound,
                place=facts.book.settings.place, period_end=facts.as_of, period_kind="to-date", activity=activity,
                role=facts.activities[activity].text("role") if activity else "",
                lines=total.lines, lines_valued=total.valued,
                selection={"standing": "|".join(standings)} | {
                    name: str(value) for name, value in named.items() if value is not None} | chosen,
                note=f"{_ENDED}." if step.startswith("answered") else "")


def _belongs(facts: Facts, step: str, keys: Keys) -> bool:
    if step == "due":
        return bool(keys["due_now"])
    return keys["period"] in facts.years and bool(keys["promise"]) == (step != "beyond")


def _chosen(facts: Facts, step: str) -> dict[str, str]:
    if step == "due":
        return {"due_now": "yes", "counted": "yes"}
    return {"promise": "no" if step == "beyond" else "yes", "period": "|".join(facts.years), "counted": "yes"}


def _promises(facts: Facts, role: str = "", age: str = "") -> Iterator[Figure]:
    found = tally(facts, (cell for cell in facts.open_quantities if role in ("", cell.keys["role"])
                          and age in ("", age_of(facts, str(cell.keys["activity"])))))
    if not found.promises:
        return
    whose = AGES[age] if age else name_of(facts, "role", role) if role else ""
    apart = f"{found.apart} lines of other spans are not set against promises" if found.apart else ""
    for step, (title, of) in COUNTS.items():
        count, base = found.count(step), found.count(of) if of else None
        if base == 0:
            continue
        yield Figure(
            id=".".join(part for part in (RULE, "promises", step, role, f"age-{age}" if age else "") if part),
            title=f"{title}, {whose}" if whose else title, value=Decimal(count),
            unit="promises", rule=RULE, standing="committed", role=role, place=facts.book.settings.place,
            period_end=facts.as_of, period_kind="to-date",
            numerator=None if base is None else Decimal(count), denominator=None if base is None else Decimal(base),
            selection={"standing": "committed", "counted": "yes"} | {
                name: choice for name, choice in (("role", role), ("age", age)) if choice},
            note=sentences("" if base is None else f"{count} of {base} ({percent(Decimal(count), Decimal(base))}%)",
                           apart if of in ("due", "late") else ""))
