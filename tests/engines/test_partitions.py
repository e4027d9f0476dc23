"""Sums over partitions are the sums over the whole, and only what changed is read again."""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from commonweal.basics.findings import Refused
from commonweal.snapshot.groups import write_lines
from commonweal.snapshot.parquet import Packing, write_parquet
from commonweal.snapshot.tables import FACTOR_SETS, UNIT_VALUES
from commonweal.valuation import reference
from commonweal.valuation.partitions import cells_of_partitions, split_by_period
from tests.engines.generated import Tables, by_keys, factor_set, four, line, tables, unit_value

SOME = Tables(
    tuple(
        line(line=f"l.{number}", period=period, quantity=four(number) / 8, factor_set="half" if number % 2 else None)
        for number, period in enumerate(["2020-21", "2021-22", "2022-23"] * 5)
    ),
    (unit_value(low=four("9.99"), central=four("16.93"), high=four("30")),),
    (factor_set("half", Decimal("0.5000")),),
)


def _write(some: Tables, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with Packing() as packing:
        write_lines(packing, some.lines, folder)
        for table, records in ((UNIT_VALUES, some.unit_values), (FACTOR_SETS, some.factor_sets)):
            write_parquet(packing, table, records, folder / f"{table.name}.parquet")


def _expected(some: Tables) -> object:
    return by_keys(reference.cells(some.lines, some.unit_values, some.factor_sets))


def _parts(folder: Path) -> list[Path]:
    return sorted((folder / "parts").iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    _write(SOME, tmp_path)
    split_by_period(tmp_path / "lines.parquet", tmp_path / "parts")
    return tmp_path


def _cells(place: Path) -> object:
    return by_keys(cells_of_partitions(place / "parts", place, place / "cache"))


@settings(max_examples=settings().max_examples // 16)
@given(tables())
def test_parts_give_the_sums_of_the_whole(tmp_path_factory: pytest.TempPathFactory, some: Tables):
    folder = tmp_path_factory.mktemp("parts")
    _write(some, folder)
    split_by_period(folder / "lines.parquet", folder / "parts")
    (folder / "parts").mkdir(exist_ok=True)
    assert by_keys(cells_of_partitions(folder / "parts", folder, folder / "cache")) == _expected(some)


def test_there_is_a_part_for_each_period_and_the_sums_are_the_same_from_the_cache(place: Path):
    assert [path.name.split(".")[0] for path in _parts(place)] == ["2020-21", "2021-22", "2022-23"]
    assert _cells(place) == _expected(SOME) == _cells(place)


def test_what_did_not_change_is_not_read_again(place: Path):
    _cells(place)
    for path in _parts(place)[:2]:
        os.truncate(path / "lines.parquet", 0)
    more = Tables((*SOME.lines, line(line="new", quantity=four(7))), SOME.unit_values, SOME.factor_sets)
    newest = tuple(one for one in more.lines if one.values["period"] == "2022-23")
    _write(Tables(newest, SOME.unit_values, SOME.factor_sets), place / "newest")
    split_by_period(place / "newest" / "lines.parquet", place / "parts")
    assert len(_parts(place)) == 3
    assert _cells(place) == _expected(more)


def test_another_value_makes_every_part_anew(place: Path):
    _cells(place)
    dearer = Tables(SOME.lines, (unit_value(central=four("17")),), SOME.factor_sets)
    _write(dearer, place)
    assert _cells(place) == _expected(dearer)


def test_a_changed_part_is_refused_by_name(place: Path):
    part = _parts(place)[1]
    with (part / "lines.parquet").open("r+b") as stream:
        stream.seek(40)
        stream.write(b"x")
    with pytest.raises(Refused, match=r"2021-22\."):
        _cells(place)


def test_splitting_the_same_lines_again_changes_nothing(place: Path):
    before = _parts(place)
    split_by_period(place / "lines.parquet", place / "parts")
    assert _parts(place) == before


def test_an_interrupted_run_leaves_no_sums_that_count(place: Path):
    _cells(place)
    kept = sorted((place / "cache").iterdir())
    assert len(kept) == 3
    shutil.copytree(kept[0], kept[0].with_name(f".{kept[0].name}"))
    shutil.rmtree(kept[0])
    os.remove(kept[0].with_name(f".{kept[0].name}") / "values.parquet")
    assert _cells(place) == _expected(SOME)
