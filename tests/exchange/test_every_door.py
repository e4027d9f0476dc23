"""Malformed files through every door that there is: each is read whole or refused with a reason, and none stops it."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from commonweal.basics.findings import Refused
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import DOORS, Given
from commonweal.exchange.files import File
from commonweal.ledger.book import Book
from tests.exchange import hostile, notices, test_grants, test_need_files
from tests.exchange.made import workbook
from tests.indicators.small import book_of, tables_from

# A JSON file that is sound for the door named, by the name that the file has.
SOUND: dict[str, tuple[str, Any]] = {
    "st-north_earnings.json": ("profiles", {
        "year": "2025", "percentiles": [{"percentile": "p50", "local": 30947, "england": 33080}],
        "genderGap": {"maleMedian": 40000, "femaleMedian": 30000, "gapPercent": 25.0, "englandGapPercent": 28.2}}),
    "st-north_deprivation.json": ("profiles", {
        "imdRank": 4, "imdScore": 42.41, "totalLAs": 317,
        "domains": [{"domain": "Income", "key": "income", "rank": 7}]}),
    "st-north_skills.json": ("profiles", test_need_files.SKILLS),
    "grants.json": ("grants", {"grants": [test_grants.grant()]}),
    "notices.json": ("ocds", {"releases": [notices.release(
        tender=notices.tender(value=notices.pounds(9_000), awardCriteria={"criteria": [notices.criterion("40%")]}),
        awards=[notices.award()])]}),
}
IN_THE_PLACE = (None, 7, -1.5e300, "text", [], ["x", None], {}, {"x": 1})


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tables_from(test_need_files.PLACES), tmp_path_factory.mktemp("doors") / "book")


def brought(door: str, book: Book, file: File) -> Arrival | None:
    """What a door makes of a file; None where it refuses it as a whole by saying why."""
    try:
        made = DOORS[door](file, book, Given(hostile.MAP if door == "map" else ""))
    except Refused as refused:
        assert str(refused)
        return None
    receipt = made.receipt
    assert receipt.rows_in == receipt.accepted + receipt.refused + receipt.blank
    assert receipt.sheets or receipt.errors, "nothing was read, and nothing says why"
    assert all(finding.mend for finding in receipt.errors), receipt.errors
    if not receipt.accepted and door != "suppliers":
        assert not any(made.rows.values())
    return made


@pytest.mark.parametrize("maker", hostile.CLASSES, ids=lambda maker: maker.__name__)
@pytest.mark.parametrize("door", DOORS)
def test_a_malformed_file_of_each_class_stops_no_door(door: str, maker: hostile.Maker, book: Book):
    made = maker(random.Random(f"{maker.__name__}-0"))
    arrival = brought(door, book, File(made.name, made.content))
    if made.codes and arrival and door != "suppliers":
        assert arrival.receipt.errors and not any(arrival.rows.values())


def _replaced(tree: Any) -> Iterator[Any]:
    """The tree, each of its values replaced in turn by others of every sort."""
    yield from IN_THE_PLACE
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield {name: each for name, each in tree.items() if name != key}
            yield from (tree | {key: other} for other in _replaced(value))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from ([*tree[:place], other, *tree[place + 1:]] for other in _replaced(value))


@pytest.mark.parametrize("name", SOUND)
def test_a_value_of_another_sort_stops_no_door(name: str, book: Book):
    door, tree = SOUND[name]
    sound = brought(door, book, File(name, json.dumps(tree).encode()))
    assert sound and sound.receipt.accepted and not sound.receipt.errors
    for other in _replaced(tree):
        brought(door, book, File(name, json.dumps(other).encode()))


@pytest.mark.parametrize("number", ["1e400", "-1e999999999", "1e-999999999", "0e999999999", "1e99999999999999999999",
                                    "9" * 5_000, "NaN", "-Infinity"])
@pytest.mark.parametrize("name", SOUND)
def test_a_number_that_would_fill_the_memory_is_refused(name: str, number: str, book: Book):
    door, tree = SOUND[name]
    text = re.sub(r"[0-9][0-9.]*(?=[,}])", number, json.dumps(tree), count=1)
    assert number in text
    made = brought(door, book, File(name, text.encode()))
    assert made and [finding.code for finding in made.receipt.errors] == ["JSON-BROKEN"]


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_says_why_it_reads_no_json_or_not_this(door: str, name: str, book: Book):
    for tree in (SOUND[name][1], *IN_THE_PLACE):
        brought(door, book, File(name, json.dumps(tree).encode()))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("content", [b"a,b\n1,2\n", workbook(One=[["a", "b"], ["1", "2"]])])
def test_every_door_says_why_it_reads_no_table_or_not_this(door: str, content: bytes, book: Book):
    assert (made := brought(door, book, File("table", content))) is None or made.receipt.errors
