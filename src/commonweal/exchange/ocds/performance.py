"""How a contract is performed: indicators with their ratings, and what a ledger's own package tells of promises.

Of other publishers an indicator is a row of kpis: it is no promise of social value until somebody says so.
"""

from collections.abc import Iterable, Iterator

from commonweal.basics.tables import Table
from commonweal.basics.told import told
from commonweal.exchange.ocds.lots import Notice
from commonweal.exchange.ocds.nodes import Node, slug
from commonweal.exchange.ocds.rows import Rows
from commonweal.ledger.tables import COMMITMENTS, DELIVERIES

_RATINGS = {"met": "met", "slightlybelow": "slightly-below", "below": "below",
            "significantlybelow": "significantly-below", "other": "other"}
# What stands in fields of the standard; every other column of the two tables is a dimension.
FIELDS = {COMMITMENTS.name: ("id", "activity", "quantity", "start", "due", "note"),
          DELIVERIES.name: ("id", "activity", "quantity", "start", "end", "note")}


def performance_of(notice: Notice, key: str, contract: Node, rows: Rows) -> None:
    """The indicators of another publisher's contract; what has no place in the ledger is said."""
    for kpi in _kpis(notice, key, contract):
        rows.add("kpis", kpi, notice.row)
    implementation = contract.node("implementation")
    milestones = implementation.nodes("milestones")
    if milestones:
        contract.say("OCDS-MILESTONES", contract.path,
                     told("{count} milestones of the contract are not taken.", count=len(milestones)),
                     told("If one is about social value, write it in milestones.csv beside what was promised."))
    for failure in implementation.nodes("performanceFailures"):
        failure.say("OCDS-FAILURE", failure.path, told("the notice tells of a failure to perform."),
                    told("If it is about social value, write what was done about it in remedies.csv."))


def own_performance(notice: Notice, key: str, contract: Node, rows: Rows) -> None:
    """What was promised and done, from a package that was made from a ledger."""
    for metric in contract.nodes("agreedMetrics"):
        for one in metric.nodes("observations"):
            part = one.node("relatedImplementationMilestone")
            if part:
                rows.add("milestones", {"commitment": slug(metric.text("id")), "quantity": one.text("measure"),
                                        "due": one.node("period").day("endDate"), "title": part.text("title")},
                         notice.row)
            else:
                rows.add("commitments", _own_row(COMMITMENTS, key, one, "due"), notice.row)
    for metric in contract.node("implementation").nodes("metrics"):
        for one in metric.nodes("observations"):
            rows.add("deliveries", _own_row(DELIVERIES, key, one, "end"), notice.row)


def _own_row(table: Table, key: str, one: Node, last: str) -> dict[str, str]:
    said = one.node("dimensions")
    return {name: said.text(name) for name in table.names if name not in FIELDS[table.name]} | {
        "id": slug(one.text("id")), "activity": key, "quantity": one.text("measure"), "note": one.text("notes"),
        "start": one.node("period").day("startDate"), last: one.node("period").day("endDate")}


def _kpis(notice: Notice, key: str, contract: Node) -> Iterator[dict[str, str]]:
    """A row for each indicator with its target, and one for each rating: a later rating adds a row and changes none."""
    agreed = {metric.text("id"): metric for metric in contract.nodes("agreedMetrics")}
    reported = {metric.text("id"): metric for metric in contract.node("implementation").nodes("metrics")}
    for name in dict.fromkeys((*agreed, *reported)):
        metrics = [found[name] for found in (agreed, reported) if name in found]
        promised = agreed[name].nodes("observations") if name in agreed else []
        rated = [one for one in promised if one.node("measureClassification")]
        rated += reported[name].nodes("observations") if name in reported else []
        target = "; ".join(filter(None, (_printed(one) for one in promised if not one.node("measureClassification"))))
        row = {"activity": key, "title": _first(metrics, ("title", "description")) or name, "source": notice.about,
               "target": target or _first(metrics, ("description",))}
        yield row | {"id": slug(key, "kpi", name)}
        for number, one in enumerate(rated, 1):
            yield row | {"id": slug(key, "kpi", name, one.text("id") or str(number)),
                         "start": one.node("period").day("startDate"), "end": one.node("period").day("endDate"),
                         "result": _printed(one), "rating": _rating(one.node("measureClassification")),
                         "note": one.text("notes")}


def _first(metrics: Iterable[Node], names: tuple[str, ...]) -> str:
    return next((text for metric in metrics for name in names if (text := metric.text(name))), "")


def _printed(observation: Node) -> str:
    """A measure with its unit as a person would write it."""
    value = observation.node("value")
    number = observation.text("measure") or " ".join(filter(None, (value.text("amount"), value.text("currency"))))
    return " ".join(filter(None, (number, observation.node("unit").text("name"))))


def _rating(classification: Node) -> str:
    said = classification.text("id")
    if not said:
        return ""
    if said.lower() not in _RATINGS:
        classification.say("OCDS-RATING", classification.path,
                           told("'{said}' is no rating that UK notices know.", said=said),
                           told("It is read as 'other'."))
    return _RATINGS.get(said.lower(), "other")
