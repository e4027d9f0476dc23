"""The boundaries of maps: read as outlines of places, or a finding that says what to mend."""

import json
from pathlib import Path
from typing import Any

import pytest

from commonweal.ledger.book import read_book
from commonweal.ledger.maps import Maps, Outline, read_boundaries
from tests.checks.small_book import SETTINGS, write_book

MAPS = Maps(boundaries="areas.geojson", code="CODE")
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
RING = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def feature(code: Any, kind: str = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    shape = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"CODE": code}, "geometry": shape}


def read(folder: Path, data: Any) -> tuple[tuple[Outline, ...], set[str]]:
    (folder / "areas.geojson").write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    outlines, findings = read_boundaries(folder, MAPS, {"E1", "E2", ""})
    assert all(finding.file == "areas.geojson" and finding.mend for finding in findings)
    return outlines, {finding.code for finding in findings}


def test_outlines_of_the_books_places_are_read_and_all_others_left(tmp_path):
    two = feature("E1", "MultiPolygon", [[SQUARE], [SQUARE]])
    data = {"features": [feature("E2"), feature("W9"), feature(None), two]}
    assert read(tmp_path, data) == ((Outline("E2", ((RING,),)), Outline("E1", ((RING,), (RING,)))), set())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("{", "MAPS-BOUNDARIES"),
        ("[]", "MAPS-BOUNDARIES"),
        ("[" * 100_000, "MAPS-BOUNDARIES"),
        ({"features": 3}, "MAPS-BOUNDARIES"),
        ({"features": [{"properties": {"CODE": "E1"}, "geometry": None}]}, "MAPS-BOUNDARIES"),
        ({"features": [feature("E1", "Point", [1, 2])]}, "MAPS-BOUNDARIES"),
        ({"features": [feature("E1", coordinates=[[["east", "north"]]])]}, "MAPS-BOUNDARIES"),
        ({"features": [feature("E1", coordinates=[[[1e300, 0]]])]}, "MAPS-BOUNDARIES"),
        ({"features": [feature("E1", coordinates=[])]}, "MAPS-BOUNDARIES"),
        ({"features": [feature("E1", coordinates=[[]])]}, "MAPS-BOUNDARIES"),
        ({"features": []}, "MAPS-CODE"),
        ({"features": [feature("W9")]}, "MAPS-CODE"),
    ],
)
def test_what_cannot_be_drawn_is_a_finding(data, code, tmp_path):
    assert read(tmp_path, data) == ((), {code})


@pytest.mark.parametrize("name", ["absent.geojson", "../areas.geojson", "lines.csv", "datapackage.json"])
def test_only_a_geojson_file_of_the_books_own_folder_is_read(name, tmp_path):
    (tmp_path / "lines.csv").write_text(json.dumps({"features": [feature("E1")]}), encoding="utf-8")
    outlines, findings = read_boundaries(tmp_path, Maps(boundaries=name, code="CODE"), {"E1"})
    assert (outlines, [finding.code for finding in findings]) == ((), ["MAPS-BOUNDARIES"])


def test_a_book_whose_boundaries_are_not_there_is_not_used(tmp_path):
    folder = write_book(tmp_path / "book", {})
    (folder / "book.toml").write_text(
        SETTINGS + '[maps]\nboundaries = "areas.geojson"\ncode = "CODE"\n', encoding="utf-8")
    found = read_book(folder)
    assert found.book is None
    assert [finding.code for finding in found.findings] == ["MAPS-BOUNDARIES"]
