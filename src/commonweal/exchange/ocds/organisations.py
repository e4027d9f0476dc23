"""The bodies that notices name: one row for each, whatever the number of ids under which portals know it.

A body is known by an id of a public register; failing that by its exact name, because Contracts Finder gives one buyer
a new number again and again and Sell2Wales numbers bodies anew in each notice. Two register numbers are never joined.
"""

import re
from collections.abc import Sequence

from commonweal.basics.told import told
from commonweal.exchange.ocds.nodes import Node, slug, told_apart
from commonweal.exchange.ocds.reading import Reading
from commonweal.exchange.ocds.releases import OWN_SCHEME
from commonweal.exchange.ocds.rows import Rows

# The scheme of the register of companies.
COMPANIES = "GB-COH"
# An id with its scheme before it, such as GB-COH-01234567; "org-3" is a number within one notice.
_WITH_SCHEME = re.compile(r"[A-Z]{2}-[A-Z][A-Z0-9]*-.+")
_REGISTER = re.compile(r"([a-z]{2}-[a-z][a-z0-9]*)-.+")
# Schemes in which portals number bodies as they come, so that one body has many.
_PORTAL_NUMBERS = ("gb-cfs", "gb-fts")
_BY_SCHEME = {"gb-coh": "company", "gb-chc": "charity", "gb-sc": "charity", "gb-nic": "charity", "gb-edu": "school",
              "gb-lae": "council", "gb-las": "council", "gb-lac": "council", "gb-gor": "public-body"}
_BY_NAME = (("council", r"\bcouncil\b|\bborough of\b"), ("authority", r"\bcombined authority\b"),
            ("university", r"\buniversity\b"), ("college", r"\bcollege\b"), ("school", r"\bschool\b|\bacademy\b"))
_SIZES = ("micro", "small", "medium", "sme", "large")
_BUYING = ("buyer", "procuringEntity", "centralPurchasingBody")


class Organisations:
    """Finds or makes the row of each party; remembers what ids and names it met."""

    def __init__(self, rows: Rows, reading: Reading) -> None:
        self._rows = rows
        self._reading = reading
        self._by_identifier: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._registers: dict[str, set[str]] = {}
        self._taken: dict[str, str] = {}
        for record in rows.held("organisations").values():
            number = record.text("company_number")
            self._remember(record.key, record.text("name"), (
                record.key, *record.ids("identifiers"), *([slug(COMPANIES, number)] if number else [])))

    def of(self, party: Node, row: int, *, own_ids: bool = False, source: str = "") -> str:
        """The id of a party's row; empty, with a finding, where the party has no name and is not known."""
        identifiers = _identifiers(party, own_ids)
        name = party.text("name") or party.node("identifier").text("legalName")
        known = next((self._by_identifier[one] for one in identifiers if one in self._by_identifier), "")
        key = slug(party.text("id")) if own_ids else known or self._alike(name, identifiers, row)
        if not key and not name:
            self._reading.say("OCDS-PARTY-NAMELESS", row, f"{party.path}.name", told("the party has no name."),
                              told("It is left out; ask the publisher for its name."), party.text("id"))
            return ""
        key = key or (identifiers[0] if identifiers else told_apart(slug(name) or "unnamed", _plain(name), self._taken))
        cells = _cells(party, key, name, source) | {
            "identifiers": ";".join(one for one in identifiers if one != key),
            "company_number": _company(party, () if own_ids else identifiers)}
        if self._rows.add("organisations", cells, row, fill_only=True) is None:
            return ""
        self._remember(key, name, (key, *identifiers))
        return key

    def _alike(self, name: str, identifiers: tuple[str, ...], row: int) -> str:
        """The one body of exactly that name, if no register says that it is another."""
        registers = _in_registers(identifiers)
        found = [key for key in self._by_name.get(_plain(name), ())
                 if not any(scheme in self._registers.get(key, set()) for scheme in registers)]
        if len(found) == 1 and identifiers:
            self._reading.say("OCDS-SAME-NAME", row, "parties",
                              told("'{identifier}' has the name of '{found}' and is taken for it.",
                                   identifier=identifiers[0], found=found[0]),
                              told("If it is another body, give it a row of its own with that id."), found[0])
        return found[0] if len(found) == 1 else ""

    def _remember(self, key: str, name: str, identifiers: tuple[str, ...]) -> None:
        for identifier in identifiers:
            self._by_identifier.setdefault(identifier, key)
        self._registers.setdefault(key, set()).update(_in_registers(identifiers))
        self._taken.setdefault(key, _plain(name))
        keys = self._by_name.setdefault(_plain(name), [])
        if name and key not in keys:
            keys.append(key)


def _identifiers(party: Node, own_ids: bool) -> tuple[str, ...]:
    """The ids of a party in registers and portals, the strongest first; a ledger's own name nobody in any other."""
    named = party.node("identifier")
    # In a ledger's own package it is the company number, which has a column.
    found = [slug(named.text("scheme"), named.text("id"))] if (
        named.text("scheme") and named.text("id") and not own_ids) else []
    for one in party.nodes("additionalIdentifiers"):
        scheme, id = one.text("scheme"), one.text("id")
        if scheme and id and (own_ids or scheme != OWN_SCHEME):
            found.append(slug(*([] if scheme == OWN_SCHEME else [scheme]), id))
    if _WITH_SCHEME.fullmatch(party.text("id")):
        found.append(slug(party.text("id")))
    return tuple(dict.fromkeys(found))


def _company(party: Node, identifiers: Sequence[str]) -> str:
    """Its number at the register of companies, as matching with payments knows it; empty where it has none."""
    named = party.node("identifier")
    if named.text("scheme") == COMPANIES:
        return named.text("id").upper()
    start = f"{slug(COMPANIES)}-"
    return next((one.removeprefix(start).upper() for one in identifiers if one.startswith(start)), "")


def _in_registers(identifiers: tuple[str, ...]) -> set[str]:
    """The registers that some ids are of: gb-coh for gb-coh-01234567."""
    return {found[1] for one in identifiers if (found := _REGISTER.fullmatch(one)) and found[1] not in _PORTAL_NUMBERS}


def _cells(party: Node, key: str, name: str, source: str) -> dict[str, str]:
    details = party.node("details")
    scale = details.text("scale").lower()
    return {"id": key, "name": name, "kind": _kind(party, name), "size": scale if scale in _SIZES else "",
            "vcse": details.yes_no("vcse"), "source": source}


def _kind(party: Node, name: str) -> str:
    for one in party.node("details").nodes("classifications"):
        if one.text("scheme") == OWN_SCHEME:
            return one.text("id")
    scheme = slug(party.node("identifier").text("scheme"))
    by_name = next((kind for kind, words in _BY_NAME if re.search(words, name, re.IGNORECASE)), "")
    buys = any(role in _BUYING for role in party.words("roles"))
    return by_name or _BY_SCHEME.get(scheme, "") or ("public-body" if buys else "not-stated")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
