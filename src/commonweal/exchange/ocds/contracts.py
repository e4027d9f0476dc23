"""Awards and contracts: rows of activities, and who takes part in them.

The first contract signed under an award is the row of that award, so that a contract notice adds to what the award
notice said; further contracts have rows of their own.
"""

from commonweal.basics.numbers import plain
from commonweal.basics.told import told
from commonweal.exchange.ocds.amounts import pounds_of
from commonweal.exchange.ocds.benefits import no_reason
from commonweal.exchange.ocds.lots import Lot, Notice
from commonweal.exchange.ocds.nodes import Node, slug, told_apart
from commonweal.exchange.ocds.organisations import Organisations
from commonweal.exchange.ocds.performance import own_performance, performance_of
from commonweal.exchange.ocds.rows import Rows

# A contract that is terminated has come to a close; with a rationale for it, before its time.
STATES = {"pending": "planned", "active": "in-progress", "terminated": "completed"}
_NOT_MADE = ("cancelled", "unsuccessful")
# The parts of bodies that the standard has words for; other words are a ledger's own.
ROLES = {"buyer": "buyer", "funder": "funder", "supplier": "prime", "subcontractor": "subcontractor"}
_OWN_ROLES = ("partner", "employer", "recipient", "owner", "host")


def contracts_of(notice: Notice, lots: dict[str, Lot], rows: Rows, bodies: Organisations) -> None:
    """Make the rows of every award and contract of a process."""
    awards = {award.text("id"): award for award in notice.root.nodes("awards")}
    by_award: dict[str, list[Node]] = {}
    taken: dict[str, str] = {}
    for contract in notice.root.nodes("contracts"):
        by_award.setdefault(contract.text("awardID") or contract.text("id"), []).append(contract)
    for name in dict.fromkeys((*awards, *by_award)):
        award = awards.get(name, Node({}, "awards", notice.root.say))
        contracts = by_award.get(name, [])
        if not name:
            notice.root.say("OCDS-MISSING", "awards", told("an award or contract has no id."),
                            told("It is left out, because no later notice could be matched with it; ask for its id."))
            continue
        signed = [contract for contract in contracts if contract.text("status") != "cancelled"]
        if not signed and (contracts or award.text("status") in _NOT_MADE):
            award.say("OCDS-NOT-AWARDED", award.path,
                      told("the award came to nothing, or its contract was not signed."),
                      told("Nothing to do: it makes no contract."))
        else:
            for place, contract in enumerate(signed or [Node({}, "contracts", notice.root.say)]):
                own = contract.text("id") if notice.own_ids or place else name
                key = told_apart(_key(notice, own), own, taken)
                if rows.add("activities", _activity(notice, key, award, contract, lots, alone=len(signed) < 2),
                            notice.row):
                    _parties(notice, key, award, rows, bodies)
                    (own_performance if notice.own_ids else performance_of)(notice, key, contract, rows)


def _key(notice: Notice, name: str) -> str:
    """Ids of awards are unique within a process; many portals begin them with its ocid, and then that is enough."""
    if notice.own_ids or name.lower().startswith(notice.ocid.lower()):
        return slug(name)
    return slug(notice.ocid, name)


def _activity(notice: Notice, key: str, award: Node, contract: Node, lots: dict[str, Lot], *,
              alone: bool) -> dict[str, str]:
    tender = notice.root.node("tender")
    lot = _lot(award, lots)
    value = contract.node("value") if contract.node("value") or not alone else award.node("value")
    period = contract.node("period") if contract.node("period") else award.node("contractPeriod")
    period = period or tender.node("contractPeriod")
    asked = lot.benefits.asked if lot else None
    return {
        "id": key, "kind": "contract", "role": "commissioner", "source": notice.source,
        "title": next(filter(None, (contract.text("title"), award.text("title"), tender.text("title"),
                                    contract.text("description"), award.text("description"))), notice.ocid),
        "summary": contract.text("description") or award.text("description") or tender.text("description"),
        "state": _state(contract), "value": pounds_of(value),
        "start": period.day("startDate"), "end": period.day("endDate"), "awarded": award.day("date"),
        "opportunity": lot.id if lot else "",
        "includes_social_value": "" if asked is None else "yes" if asked else "no",
        "weighting": plain(lot.weighting) if lot and lot.weighting is not None and not notice.own_ids else "",
        "exemption": lot.benefits.reason if lot and not no_reason(lot.benefits.reason) else "",
    }


def _state(contract: Node) -> str:
    rationales = contract.nodes("terminationRationaleClassifications")
    if contract.text("status") == "terminated" and rationales:
        return "novated" if rationales[0].text("id") == "novated" else "ended-early"
    return STATES.get(contract.text("status"), "not-stated")


def _lot(award: Node, lots: dict[str, Lot]) -> Lot | None:
    """The one lot that an award is from; None where it is from several, or does not say from which of several."""
    named = award.words("relatedLots") or list(lots)
    return lots.get(named[0]) if len(named) == 1 else None


def _parties(notice: Notice, key: str, award: Node, rows: Rows, bodies: Organisations) -> None:
    known = {party.text("id"): party for party in notice.root.nodes("parties") if party.text("id")}
    suppliers = [known.get(one.text("id"), one) for one in award.nodes("suppliers")]
    # Roles are those of a whole process: which of several contracts they are played in is not said.
    alone = len(notice.root.nodes("awards")) < 2
    if not suppliers and alone:
        suppliers = [party for party in known.values() if "supplier" in party.words("roles")]
    taking = [("supplier", party) for party in suppliers]
    parts = ROLES | ({role: role for role in _OWN_ROLES} if notice.own_ids else {})
    taking += [(role, party) for party in known.values() for role in party.words("roles")
               if role in parts and role not in ("buyer", "supplier") and (alone or role == "funder")]
    found = [("buyer", notice.buyer)] if notice.buyer else []
    for role, party in taking:
        found.append((parts[role], bodies.of(party, notice.row, own_ids=notice.own_ids, source=notice.about)))
    for part, organisation in found:
        if organisation:
            rows.add("parties", {"activity": key, "organisation": organisation, "part": part, "source": notice.about},
                     notice.row)
