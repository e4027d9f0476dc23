"""What landed in a council's area, worked out by hand: itself and what lies in it, and only the body's own money."""

from decimal import Decimal

from tests.indicators.small import figures_of

PLACES = """
places
id, name, kind, parent
north, North, council, area
quay, The Quay, ward, north
pier, The Pier, neighbourhood, quay
south, South, council, area
"""


def landed(text, folder):
    figures = figures_of(PLACES + text, folder)
    return {name: figure for name, figure in figures.items() if figure.rule == "landed"}


def values(figures):
    return {name: figure.value for name, figure in figures.items()}


def test_a_council_is_counted_with_every_place_that_lies_in_it_and_with_no_other(tmp_path):
    figures = landed("""
deliveries
id, activity, measure, quantity, place
a, road, hours, 1, north
b, road, hours, 2, quay
c, school, hours, 4, pier
d, road, hours, 8, south
e, road, hours, 16, area
f, road, hours, 32,
""", tmp_path)
    # North: 1 + 2 + 4 hours on three lines. The whole area's 16 and the unplaced 32 are in neither council.
    assert values(figures) == {
        "landed.lines.north.2024-25": 3, "landed.lines.south.2024-25": 1,
        "landed.reported.hours.place.north.2024-25": 7, "landed.verified.hours.place.north.2024-25": 7,
        "landed.reported.hours.place.south.2024-25": 8, "landed.verified.hours.place.south.2024-25": 8,
    }
    north = figures["landed.verified.hours.place.north.2024-25"]
    assert (north.lines, north.place, north.selection["place"]) == (3, "north", "north|pier|quay")
    assert north.title == "Hours of help, checked: North and all places in it"


def test_earlier_years_are_left_out_and_spans_outside_of_all_years_stand_apart(tmp_path):
    figures = landed("""
deliveries
id, activity, measure, quantity, place, start, end, period_kind
before, road, hours, 1, north, 2023-04-01, 2024-03-31, financial-year
now, road, hours, 2, north, 2024-04-01, 2025-03-31, financial-year
school-year, road, hours, 4, north, 2023-09-01, 2024-07-31, academic-year
""", tmp_path)
    assert values(figures) == {
        "landed.lines.north.2024-25": 1, "landed.lines.north.outside": 1,
        "landed.reported.hours.place.north.2024-25": 2, "landed.verified.hours.place.north.2024-25": 2,
        "landed.reported.hours.place.north.academic-year.2023-09-01-to-2024-07-31": 4,
        "landed.verified.hours.place.north.academic-year.2023-09-01-to-2024-07-31": 4,
    }


MONEY = """
organisations
id, name, kind
north-council, North Council, council

parties
activity, organisation, part
{parties}

deliveries
id, activity, measure, quantity, place
a, road, gifts, 300, north
b, road, hours, 5, north
"""


def test_what_a_council_spends_itself_is_never_shown_as_the_bodys(tmp_path):
    """The road is bought by North Council: its £300 is that council's money, its 5 hours still landed there."""
    figures = landed(MONEY.format(parties="road, north-council, buyer"), tmp_path)
    assert {name for name in figures if ".gifts." in name} == set()
    assert figures["landed.verified.hours.place.north.2024-25"].value == 5


def test_money_of_the_body_itself_and_of_a_joint_contract_is_shown(tmp_path):
    for number, parties in enumerate(("road, council, buyer", "road, council, buyer\nroad, north-council, funder",
                                      "road, north-council, host")):
        figures = landed(MONEY.format(parties=parties), tmp_path / str(number))
        assert figures["landed.verified.gifts.place.north.2024-25"].value == Decimal(300), parties


def test_people_with_a_protected_characteristic_are_in_no_council(tmp_path):
    figures = landed("""
deliveries
id, activity, measure, quantity, place
a, road, women, 40, north
b, road, hours, 3, north
""", tmp_path)
    assert values(figures) == {
        "landed.lines.north.2024-25": 1,
        "landed.reported.hours.place.north.2024-25": 3, "landed.verified.hours.place.north.2024-25": 3,
    }


def test_places_that_lie_in_each_other_in_a_ring_end(tmp_path):
    figures = figures_of("""
places
id, name, kind, parent
north, North, council, quay
quay, The Quay, ward, north

deliveries
id, activity, measure, quantity, place
a, road, hours, 2, quay
""", tmp_path)
    assert figures["landed.verified.hours.place.north.2024-25"].value == 2
