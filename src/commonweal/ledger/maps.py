"""[maps] in book.toml: what results are set beside, and the outlines of places, a GeoJSON file beside the tables."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.basics.toml_files import Key

KEYS = {
    "beside": Key(str, "the series in context.csv that councils are compared by, such as deprivation"),
    "boundaries": Key(str, "a GeoJSON file in the book's folder with the outline of each place"),
    "code": Key(str, "the property of each outline that holds the code of its place in places.csv"),
}
_SHAPES = {"Polygon": 2, "MultiPolygon": 3}
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Maps:
    """What maps are made of: the series of facts that results stand beside, the boundaries, the property with codes."""

    beside: str = ""
    boundaries: str = ""
    code: str = ""


def read_maps(said: Mapping[str, Any], file: str, findings: list[Finding]) -> Maps:
    """What [maps] says, with a finding if boundaries come without the name of their codes, or codes without them."""
    maps = Maps(*(str(said.get(name, "")) for name in KEYS))
    if bool(maps.boundaries) != bool(maps.code):
        findings.append(Finding("BOOK-BOUNDARIES", Severity.ERROR,
                                told("a map needs both the boundaries and their codes."),
                                told("Give boundaries and code under [maps], or neither."), file, column="boundaries"))
    return maps


@dataclass(frozen=True)
class Outline:
    """One outline: the code of the place it is of, and its polygons, each an outer ring and its holes.

    Positions are geometry, not figures: they may be floats. x grows to the east and y to the north.
    """

    code: str
    polygons: tuple[tuple[Ring, ...], ...]


def read_boundaries(folder: Path, maps: Maps, codes: Collection[str]) -> tuple[tuple[Outline, ...], list[Finding]]:
    """The outlines of the places with those codes, in the file's order; several may be of one place.

    None where book.toml names no file. A file that is not there, cannot be read, or has no outline of any place of the
    book is a finding.
    """
    if not maps.boundaries:
        return (), []
    try:
        if Path(maps.boundaries).name != maps.boundaries or not maps.boundaries.endswith(".geojson"):
            raise ValueError("it is no file of the book's own folder whose name ends in .geojson")
        data = json.loads((folder / maps.boundaries).read_text(encoding="utf-8-sig"))
        outlines = tuple(_outlines(data, maps.code, codes))
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        return (), [Finding("MAPS-BOUNDARIES", Severity.ERROR,
                            told("the boundaries cannot be read: {why}.", why=_why(error)),
                            told("Put a GeoJSON FeatureCollection of polygons into the book's folder and name the "
                                 "file."), maps.boundaries, column="boundaries")]
    if not outlines:
        return (), [Finding("MAPS-CODE", Severity.ERROR,
                            told("no outline has under '{code}' the code of a place.", code=maps.code),
                            told("Name the property that holds the codes of places.csv, or fill in the codes there."),
                            maps.boundaries, column="code")]
    return outlines, []


def _why(error: Exception) -> Told:
    if isinstance(error, FileNotFoundError):
        return told("there is no such file")
    if isinstance(error, (LookupError, TypeError, AttributeError, RecursionError)):
        return told("it is not made as GeoJSON is")
    return Told(str(error).rstrip(".")) or told("it is not made as GeoJSON is")


def _outlines(data: dict[str, Any], code: str, codes: Collection[str]) -> Iterator[Outline]:
    for feature in data["features"]:
        found, shape = str(feature["properties"].get(code) or ""), feature["geometry"]
        if found not in codes or not found:
            continue
        if shape["type"] not in _SHAPES:
            raise ValueError(f"the outline of {found} is a {shape['type']} and no polygon")
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        if not polygons or not all(polygons):
            raise ValueError(f"the outline of {found} has no polygon")
        yield Outline(found, tuple(tuple(_ring(ring) for ring in polygon) for polygon in polygons))


def _ring(positions: list[list[Any]]) -> Ring:
    ring = [(float(position[0]), float(position[1])) for position in positions]
    if len(ring) < 4:
        raise ValueError("a polygon has too few corners")
    if not all(abs(number) < 1e8 for position in ring for number in position):
        raise ValueError("a position lies outside of any map")
    return ring
