"""What was paid, and how much of it was local: sums to the penny, unknown places never smoothed away, nobody named."""

from datetime import date
from decimal import Decimal

from commonweal.basics.csv_files import write_records
from commonweal.indicators.local_spend import definitions
from commonweal.ledger.tables import PAYMENTS
from commonweal.report.public import public_tables
from commonweal.snapshot.spend import spend_of
from commonweal.snapshot.store import frozen
from tests.indicators.small import AS_OF, book_of, figures_of, tables_from

PLACES = """
places
id, name, kind, parent, decile
land, The Land, nation, ,
coast, The Coast, region, land,
area, The Area, area, coast,
north, North, council, area,
ferry, Ferry, neighbourhood, north, 1
hill, The Hill, neighbourhood, north, 9
south, South, council, area,
dock, The Dock, neighbourhood, south, 3
far, Far, council, coast,
moor, The Moor, neighbourhood, far, 2
island, The Island, region, land,

organisations
id, name, kind, size, vcse, place
council, The Council, authority, , , north
baker, Baker Ltd, company, micro, no, dock
hospice, The Hospice, charity, large, yes,
"""


def of(figures, name):
    figure = figures[f"local-spend.{name}.2024-25"]
    return figure.value, figure.numerator, figure.denominator, figure.bound


def test_each_meaning_of_local_stands_beside_the_others(tmp_path):
    figures = figures_of(f"""{PLACES}
payments
id, amount, office, place
a, 100.10, ferry, moor
b, 200.20, dock, ferry
c, 300.30, moor,
d, 399.40, island, north
""", tmp_path)
    assert figures["local-spend.paid.2024-25"].value == Decimal("1000.00")
    assert of(figures, "office-council") == (Decimal("10.0"), Decimal("100.10"), Decimal("1000.00"), "exact")
    assert of(figures, "office-area") == (Decimal("30.0"), Decimal("300.30"), Decimal("1000.00"), "exact")
    assert of(figures, "office-region") == (Decimal("60.1"), Decimal("600.60"), Decimal("1000.00"), "exact")
    # Where c was delivered is not known: it stays in the whole, and in no part.
    assert of(figures, "delivered-council") == (Decimal("60.0"), Decimal("599.60"), Decimal("1000.00"), "at-least")
    assert of(figures, "delivered-region") == (Decimal("70.0"), Decimal("699.70"), Decimal("1000.00"), "at-least")
    assert of(figures, "delivered-unplaced")[:3] == (Decimal("30.0"), Decimal("300.30"), Decimal("1000.00"))
    assert "local-spend.office-unplaced.2024-25" not in figures


def test_councils_outside_the_area_have_no_figure_of_their_own(tmp_path):
    figures = figures_of(f"{PLACES}\npayments\nid, amount, office\na, 1, ferry\nb, 2, dock\nc, 4, moor\n", tmp_path)
    by_council = {name.split(".")[3]: figure.numerator for name, figure in figures.items()
                  if name.startswith("local-spend.office.place.")}
    assert by_council == {"north": 1, "south": 2}


def test_what_is_not_known_says_why_and_credit_notes_make_a_share_about(tmp_path):
    figures = figures_of(f"""{PLACES}
payments
id, amount, office, supplier, postcode
a, 500, ferry, A,
b, 200, , ,
c, 150, , B, XX1 1XX
d, 200, , C,
e, -50, , D,
""", tmp_path)
    unplaced = figures["local-spend.office-unplaced.2024-25"]
    assert (unplaced.numerator, unplaced.denominator, unplaced.value) == (500, 1000, 50)
    assert unplaced.note == (
        "£500.00 of £1,000.00 in 4 payments. £200.00 because the list withholds who was paid. £150.00 because no "
        "postcode or office is on record. £150.00 because the postcode is not in the look-up file.")
    assert of(figures, "office-area") == (Decimal("50.0"), 500, 1000, "about")


def test_size_sort_and_office_come_from_the_organisation_where_the_list_does_not_say(tmp_path):
    figures = figures_of(f"""{PLACES}
payments
id, amount, organisation, sme, vcse, office
a, 10, baker, , ,
b, 20, hospice, , , ferry
c, 30, , yes, no, hill
d, 40, , , , hill
""", tmp_path)
    assert of(figures, "sme") == (Decimal("40.0"), 40, 100, "at-least")
    assert of(figures, "vcse") == (Decimal("20.0"), 20, 100, "at-least")
    assert figures["local-spend.office.place.south.2024-25"].numerator == 10


def test_deprived_neighbourhoods_are_counted_by_their_tenth_within_the_whole(tmp_path):
    figures = figures_of(f"""{PLACES}
payments
id, amount, office
a, 10, ferry
b, 20, moor
c, 30, dock
d, 40, island
""", tmp_path)
    assert [of(figures, f"office-deprived-{most}")[1:] for most in (10, 20, 30)] == [
        (10, 100, "at-least"), (30, 100, "at-least"), (60, 100, "at-least")]


def test_payments_count_in_the_period_of_their_day_and_not_after_the_day_of_the_figures(tmp_path):
    book = book_of(tables_from(f"""{PLACES}
payments
id, amount, paid
a, 1, 2024-03-31
b, 2, 2024-04-01
c, 4, 2025-03-31
d, 8, 2025-04-01
e, 16, 2020-01-01
"""), tmp_path)
    assert {row.text("period"): row.number("amount") for row in spend_of(book, AS_OF)} == {
        "2023-24": 1, "2024-25": 6, "outside": 16}
    assert sum(row.number("amount") for row in spend_of(book, date(2025, 4, 1))) == 31


def test_no_name_no_postcode_and_no_neighbourhood_is_frozen_or_published(tmp_path):
    book = book_of(tables_from(f"""{PLACES}
payments
id, amount, supplier, postcode, office
a, 612.34, Ann Example, ZZ9 9ZZ, ferry
"""), tmp_path)
    with frozen(book, AS_OF) as snapshot:
        assert not snapshot.book.rows("payments")
        rows = [row for name in snapshot.book.tables for row in snapshot.book.rows(name)] + [*snapshot.spend]
        assert {"Ann Example", "ZZ9 9ZZ"} & {row.text(name) for row in rows for name in row.table.names} == set()
        tables = public_tables(snapshot)
        assert len(tables["payments"]) == 0
        text = write_records(tables["spend"].table, tables["spend"].records)
        assert "612.34" in text and "ferry" not in text and "north" in text


def test_of_a_payment_only_the_id_is_for_everyone():
    assert [column.name for column in PAYMENTS.columns if column.see == "public"] == ["id"]


def test_a_place_outside_every_region_has_fewer_meanings(tmp_path):
    book = book_of(tables_from("places\nid, name, kind, parent\narea, The Area, area,\n"), tmp_path)
    assert [meaning.name for meaning in definitions(book)] == ["office-area", "delivered-area"]
