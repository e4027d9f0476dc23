"""What landed where, worked out by hand: a ward's lines are its council's too, and each line counts once."""

from decimal import Decimal

import pytest

from commonweal.indicators.figure import Withheld
from tests.indicators.small import figures_of

AREA = """
places
id, name, kind, parent
area, The Area, area,
north, North, council, area
ferry, Ferry Ward, ward, north
lane, Ferry Lane, neighbourhood, ferry
south, South, council, area
abroad, The Neighbour, region,
"""


def values(figures, prefix):
    return {name.removeprefix(prefix): figure.value for name, figure in figures.items() if name.startswith(prefix)}


@pytest.fixture
def figures(tmp_path):
    return figures_of(f"""{AREA}
activities
id, title, place, other_places
road, New road, lane, south
school, New school, south,
fund, A fund, ,
abroad, A visit, abroad,

commitments
id, activity, measure, quantity, due, profile, place
p, road, hours, 100, 2025-03-31, end, north
q, road, hours, 60, 2025-03-31, end, lane
r, school, hours, 40, 2026-03-31, end, south
s, fund, hours, 10, 2025-03-31, end,

deliveries
id, activity, measure, quantity, commitment, place, state
a, road, hours, 100, p, south, verified
b, road, hours, 30, q, lane, submitted
c, road, hours, 5, , ferry, verified
d, fund, hours, 10, s, , verified
e, abroad, hours, 1, , abroad, verified
f, fund, women, 20, , north, verified
""", tmp_path)


def test_what_landed_in_a_ward_landed_in_its_council_too(figures):
    found = values(figures, "quantity.reported.hours.place.")
    assert found == {"lane.2024-25": 30, "ferry.2024-25": 35, "north.2024-25": 35, "south.2024-25": 100,
                     "abroad.2024-25": 1}
    # £10 an hour, as checked: the ward's five hours; nothing of North was checked beside them.
    assert figures["value.verified.place.north.2024-25.tiny-1.economic.2024"].value == Decimal("50.00")
    assert figures["quantity.reported.hours.place.north.2024-25"].selection["place"] == "north|ferry|lane"


def test_councils_and_what_names_none_add_up_to_the_whole(figures):
    promises = values(figures, "places.promises.made.")
    assert promises == {"north": 2, "south": 1, "no-council": 1}
    assert sum(promises.values()) == figures["progress.promises.made"].value
    lines = values(figures, "places.lines.")
    assert lines == {"north": 2, "south": 1, "no-council": 2}
    assert figures["places.lines.no-council"].denominator == 5
    assert values(figures, "places.activities.") == {"north": 1, "south": 1}


def test_a_promise_belongs_to_the_place_it_names_wherever_it_was_kept(figures):
    # p was promised for North and kept in South: it is North's promise. Of q half was reported and nothing checked.
    steps = {step: figures[f"places.promises.{step}.north"].value for step in ("due", "reported", "checked", "late")}
    assert steps == {"due": 2, "reported": 2, "checked": 1, "late": 1}
    # Nothing is due in South yet, so nothing is said of what was reported on what was due.
    assert set(values(figures, "places.promises.due.")) == {"north", "south", "no-council"}
    assert "places.promises.reported.south" not in figures


def test_people_by_a_protected_characteristic_are_in_no_count_of_a_place(figures):
    by_place = [figure for name, figure in figures.items() if "women" in name and ".place." in name]
    # How many there are by place goes through the rule for small numbers, as every such number does.
    assert by_place and {figure.withheld for figure in by_place} == {Withheld.DISCLOSURE}
    assert figures["places.lines.north"].value == 2


def test_a_book_without_councils_has_no_such_figure(tmp_path):
    figures = figures_of("""
places
id, name, kind, parent
area, The Area, council,
north, North, ward, area

deliveries
id, activity, measure, quantity, place
a, road, hours, 3, north
""", tmp_path)
    assert not values(figures, "places.")
    assert figures["quantity.verified.hours.place.north.2024-25"].value == 3
