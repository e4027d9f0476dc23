"""Invented notices for the tests of the register doors: releases of one buyer, and files made of them."""

import json
from functools import cache
from typing import Any

from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.ocds.door import arrive
from commonweal.ledger.book import Book, read_book
from tests.house.repository import ROOT

OCID = "ocds-abc123-one"
BUYER = {"id": "GB-CFS-1", "name": "Invented District Council", "roles": ["buyer"]}
SUPPLIER = {"id": "GB-COH-01234567", "name": "Invented Works Ltd", "roles": ["supplier"],
            "identifier": {"scheme": "GB-COH", "id": "01234567"}, "details": {"scale": "sme", "vcse": False}}


@cache
def northmere() -> Book:
    """The invented authority's book."""
    book = read_book(ROOT / "examples" / "northmere").book
    assert book is not None
    return book


def release(number: int = 1, ocid: str = OCID, **parts: Any) -> dict[str, Any]:
    """A release of a process; the number gives its id and its day in March 2025."""
    return {"ocid": ocid, "id": f"{ocid}-{number}", "date": f"2025-03-{number:02}T09:00:00Z", "tag": ["award"],
            "initiationType": "tender", "language": "en", "parties": [BUYER, SUPPLIER],
            "buyer": {"id": BUYER["id"], "name": BUYER["name"]}, **parts}


def award(name: str = "a1", **parts: Any) -> dict[str, Any]:
    """An award to the one supplier."""
    return {"id": name, "status": "active", "date": "2025-02-01T00:00:00Z", "value": pounds(50_000),
            "suppliers": [{"id": SUPPLIER["id"], "name": SUPPLIER["name"]}], **parts}


def tender(**parts: Any) -> dict[str, Any]:
    """A tender without lots."""
    return {"id": "t1", "title": "Mowing", "status": "active", **parts}


def pounds(amount: Any) -> dict[str, Any]:
    """A value in pounds."""
    return {"amount": amount, "currency": "GBP"}


def criterion(weight: str, kind: str = "quality", name: str = "") -> dict[str, Any]:
    """A criterion whose weight stands where its description belongs."""
    return {"type": kind, "name": name, "description": weight}


def lines(*releases: Any) -> File:
    """A file of JSON lines; a text stands as it is."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in releases]
    # One release alone is a JSON file of its own; a second line makes lines of it.
    return File("notices.jsonl", ("\n".join(texts) + "\n").encode())


def arrival(*releases: Any, book: Book | None = None) -> Arrival:
    """What a file of these releases would bring."""
    return arrive(lines(*releases), book or northmere(), Given())


def codes(found: Arrival) -> list[str]:
    """The codes of all findings, in order."""
    return [finding.code for finding in found.receipt.findings]


def row(found: Arrival, table: str, key: str = "") -> dict[str, Any]:
    """What stands in the row of that id, or in the only row."""
    rows = found.rows[table]
    [chosen] = [each for each in rows if not key or each.key == key]
    return {name: value for name, value in chosen.values.items() if value is not None}
