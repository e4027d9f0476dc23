"""The figures of the invented authority are held to the totals that were worked out by hand beside its book."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.valuation.engines import cells

NORTHMERE = Path(__file__).resolve().parents[2] / "examples" / "northmere"
BY_HAND = {row["id"]: row for row in csv.DictReader(
    (NORTHMERE / "by-hand" / "totals.csv").read_text(encoding="utf-8").splitlines())}

OF_2023, OF_2024 = "northmere-framework-2023", "northmere-framework-2024"
NUMBERS = ("value", "low", "high", "net", "whole", "numerator", "denominator", "lines")
# Each total worked by hand, and the figure that must say the same.
FIGURES = {
    "01": "quantity.verified.volunteering-hours.activity.staff-volunteering.2024-25",
    "01r": "quantity.reported.volunteering-hours.activity.staff-volunteering.2024-25",
    "02": f"value.verified.volunteering-hours.activity.staff-volunteering.2024-25.{OF_2024}.economic.2024",
    "03": f"value.verified.volunteering-hours.activity.staff-volunteering.2023-24.{OF_2023}.economic.2024",
    "04": "progress.due.apprenticeship-weeks.activity.street-lights",
    "04v": f"value.due.apprenticeship-weeks.activity.street-lights.{OF_2024}.economic.2024",
    "04d": "quantity.reported.apprenticeship-weeks.activity.street-lights.2024-25",
    "05": f"value.committed.apprenticeship-weeks.activity.street-lights.{OF_2024}.economic.2024",
    "06a": f"value.committed.career-hours.activity.career-mentors.{OF_2023}.economic.2024",
    "06b": f"value.committed.career-hours.activity.career-mentors.{OF_2024}.economic.2024",
    "07": "quantity.committed.jobs-local.activity.hallowick-road.due-later",
    "08": "progress.due.trees-planted.activity.street-trees",
    "09": "quantity.verified.trees-planted.2024-25",
    "09v": f"value.verified.trees-planted.2024-25.{OF_2024}.environmental.2024",
    "10": "quantity.verified.jobs-local.activity.tram-signals.2024-25",
    "10v": f"value.verified.jobs-local.activity.tram-signals.2024-25.{OF_2024}.economic.2024",
    "11": "quantity.verified.apprenticeship-weeks.activity.payroll-system.2024-25",
    "11v": f"value.verified.apprenticeship-weeks.activity.payroll-system.2024-25.{OF_2024}.economic.2024",
    "12": f"value.verified.carbon-saved.activity.warm-terraces.2024-25.{OF_2024}.environmental.2024",
    "13": "quantity.verified.firms-supported.activity.community-lenders.2024-25",
    "13v": f"value.verified.advice-hours.activity.community-lenders.2024-25.{OF_2024}.economic.2024",
    "14": "rates.tram-signals.paid-on-time.2024-q4",
    "15n": "contracts.above-threshold.included.number.2024-25",
    "15v": "contracts.above-threshold.included.value.2024-25",
    "15an": "contracts.above-threshold.included.number",
    "15av": "contracts.above-threshold.included.value",
    "16": "weighting.within",
    "17": "quantity.verified.jobs-lost.2024-25",
    "17v": f"value.verified.jobs-lost.2024-25.{OF_2024}.economic.2024",
    "18": f"value.verified.homes-retrofitted.activity.warm-terraces.2024-25.{OF_2024}.fiscal.2024",
    "19": "progress.due.volunteering-hours.activity.hallowick-road",
    "19q": "quantity.committed.volunteering-hours.activity.hallowick-road",
    "20d": "quantity.verified.devices-given.activity.laptops-to-schools.2024-25",
    "20v": f"value.verified.devices-given.activity.laptops-to-schools.2024-25.{OF_2024}.in-kind.2024",
    "20p": f"value.potential.volunteering-hours.activity.staff-volunteering.{OF_2024}.economic.2024",
}
# Nothing is due, so there is no figure of what is due.
NOTHING_DUE = {"07d": "progress.due.jobs-local.activity.hallowick-road"}
# A shared event is claimed by several; its total is one of lines and of no figure.
EVENTS = {"20f": "careers-fair-2023", "20g": "careers-fair-2024"}
# What the hand states as a number of awards stands in the numerator of a share.
SHARES = ("contracts", "weightings")


@pytest.fixture(scope="module")
def northmere(tmp_path_factory):
    book = read_book(NORTHMERE).book
    folder = tmp_path_factory.mktemp("northmere") / "snapshot"
    write_snapshot(book, book.settings.period.span.end, folder)
    return read_snapshot(folder)


@pytest.fixture(scope="module")
def figures(northmere) -> Mapping[str, Figure]:
    return {figure.id: figure for figure in compute(Facts.of(northmere, cells(northmere)))}


def test_every_total_worked_by_hand_is_held_against_something():
    assert set(BY_HAND) == {*FIGURES, *NOTHING_DUE, *EVENTS}


@pytest.mark.parametrize("number", FIGURES)
def test_a_figure_is_what_was_worked_out_by_hand(number, figures):
    by_hand, figure = BY_HAND[number], figures[FIGURES[number]]
    told = {name: Decimal(by_hand[name]) for name in NUMBERS if by_hand[name]}
    if by_hand["rule"] in SHARES:
        assert told.pop("value") == figure.numerator
    if by_hand["standing"]:
        assert figure.standing == by_hand["standing"]
    for name in ("measure", "period", "kind", "edition"):
        assert not by_hand[name] or getattr(figure, name) == by_hand[name]
    assert {name: getattr(figure, name) for name in told} == told


@pytest.mark.parametrize("number", NOTHING_DUE)
def test_where_nothing_is_due_there_is_no_figure(number, figures):
    assert BY_HAND[number]["value"] == "0" and NOTHING_DUE[number] not in figures


@pytest.mark.parametrize("number", EVENTS)
def test_the_shares_of_an_event_never_sum_to_more_than_it(number, northmere):
    rows = {row.key for row in northmere.book.rows("deliveries") if row.text("event") == EVENTS[number]}
    lines = [line for line in northmere.lines if line.text("row") in rows and line.yes("counted")]
    assert sum(line.number_or_zero("quantity") for line in lines) == Decimal(BY_HAND[number]["value"])


def test_places_and_contracts_are_told_in_pounds_by_the_own_framework_and_the_whole_by_all(figures):
    value = [figure for figure in figures.values() if figure.rule == "value"]
    whole = {figure.edition for figure in value if figure.selection.keys().isdisjoint({"place", "activity"})}
    detailed = {figure.edition for figure in value if figure.selection.keys() & {"place", "activity"}}
    assert detailed == {"northmere-framework/2023", "northmere-framework/2024"}
    assert whole == {*detailed, "wexholme-wellbeing/2023", "commonweal-open/2026.1"}


def test_rounding_line_by_line_is_what_readers_get_by_adding_the_lines(figures):
    whole = figures[f"value.verified.2024-25.{OF_2024}.economic.2024"]
    parts = [figure for figure in figures.values() if figure.rule == "value" and figure.standing == "verified"
             and figure.period == "2024-25" and (figure.edition, figure.kind) == (whole.edition, whole.kind)
             and figure.measure and figure.activity]
    assert sum(figure.value for figure in parts) == whole.value
    assert sum(figure.lines for figure in parts) == whole.lines
