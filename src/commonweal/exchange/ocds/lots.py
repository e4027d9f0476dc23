"""Lots and their award criteria: rows of opportunities and criteria."""

from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import ZERO, plain
from commonweal.basics.told import told
from commonweal.exchange.ocds.amounts import pounds_of
from commonweal.exchange.ocds.benefits import Benefits, benefits_of
from commonweal.exchange.ocds.nodes import Node, slug, told_apart
from commonweal.exchange.ocds.rows import Rows
from commonweal.exchange.ocds.weights import Criterion, criteria_of, fault, shares

_STATES = {"planning": "planned", "planned": "planned", "active": "open", "cancelled": "cancelled",
           "unsuccessful": "unsuccessful", "complete": "complete", "withdrawn": "withdrawn"}


@dataclass(frozen=True)
class Lot:
    """What awards have to know of the lot they come from."""

    id: str
    benefits: Benefits
    # The weights of social value criteria together; None where none is named or has a share.
    weighting: Decimal | None


@dataclass(frozen=True)
class Notice:
    """One process with what its rows share: where it is told of, and who buys."""

    root: Node
    ocid: str
    row: int
    release: str
    buyer: str
    own_ids: bool = False

    @property
    def about(self) -> str:
        """Where parts of the process stand: they change only if they say something else, not with each release."""
        return "" if self.own_ids else self.ocid

    @property
    def source(self) -> str:
        """Where the process stands, to the release."""
        return "" if self.own_ids else f"{self.ocid}, release {self.release}"


def lots_of(notice: Notice, rows: Rows) -> dict[str, Lot]:
    """The lots of a tender by their number there; one without a number stands for a tender that has no lots."""
    tender = notice.root.node("tender")
    if not tender:
        return {}
    benefits = benefits_of(" ".join((notice.root.text("description"), tender.text("description"),
                                     tender.node("contractTerms").text("performanceTerms"))))
    found: dict[str, Lot] = {}
    taken: dict[str, str] = {}
    for lot in tender.nodes("lots") or [Node({}, tender.path, tender.say)]:
        number = lot.text("id")
        key = slug(number) if notice.own_ids and number else slug(notice.ocid, *([f"lot {number}"] if number else []))
        key = told_apart(key, number, taken)
        criteria = criteria_of(lot) or criteria_of(tender)
        if rows.add("opportunities", _cells(notice, tender, lot, key, benefits, criteria), notice.row):
            found[number] = Lot(key, benefits, _criteria(notice, lot, key, criteria, rows))
    return found


def _cells(notice: Notice, tender: Node, lot: Node, key: str, benefits: Benefits,
           criteria: list[Criterion]) -> dict[str, str]:
    title, lot_title = tender.text("title") or tender.text("description") or notice.ocid, lot.text("title")
    several = len(tender.nodes("lots")) > 1
    if notice.own_ids:
        title = lot_title
    elif several or (lot_title and lot_title != title):
        number = lot.text("id")
        title = f"{title}: {lot_title or f'lot {number}'}"
    # The value of a tender of one lot is the lot's; of several, only their own values are.
    value = lot.node("value") if lot.node("value") or several else tender.node("value")
    period = lot.node("contractPeriod") if lot.node("contractPeriod") else tender.node("contractPeriod")
    suits = lot.node("suitability") if lot.node("suitability") else tender.node("suitability")
    asked = benefits.asked
    if asked is None and not notice.own_ids and any(criterion.social_value for criterion in criteria):
        asked = True
    # An ocid that was made for a row says nothing that the row's own id does not.
    made = notice.own_ids and notice.ocid.endswith(f"-{key}")
    return {
        "id": key, "process": "" if made else notice.ocid, "title": title, "buyer": notice.buyer,
        "state": _STATES.get(lot.text("status") or tender.text("status"), "not-stated"), "value": pounds_of(value),
        "published": "" if notice.own_ids else notice.root.day("date"),
        "closes": tender.node("tenderPeriod").day("endDate"),
        "start": period.day("startDate"), "end": period.day("endDate"),
        "suits_sme": suits.yes_no("sme"), "suits_vcse": suits.yes_no("vcse"),
        "asks_social_value": "" if asked is None else "yes" if asked else "no", "social_value_text": benefits.text,
        "source": notice.source,
    }


def _criteria(notice: Notice, lot: Node, key: str, criteria: list[Criterion], rows: Rows) -> Decimal | None:
    wrong = fault(criteria)
    if wrong:
        lot.say(wrong[0], lot.path, wrong[1],
                told("Look the weights up in the tender documents, and write them in criteria.csv."))
    weighting = None
    for number, (criterion, share) in enumerate(zip(criteria, shares(criteria), strict=True), 1):
        rows.add("criteria", {
            "id": f"{key}-c{number}", "opportunity": key, "kind": criterion.kind, "title": criterion.title,
            "weight": "" if share is None else plain(share), "weight_text": criterion.printed,
            "social_value": "yes" if criterion.social_value else "", "source": notice.about}, notice.row)
        if criterion.social_value and share is not None:
            weighting = (weighting or ZERO) + share
    return weighting
