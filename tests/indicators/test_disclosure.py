"""Small numbers of people with a protected characteristic are never published, and nothing lets them be worked back."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from commonweal.basics.tables import Record
from commonweal.indicators.compute import compute, given_away
from commonweal.indicators.disclosure.protect import Earlier, protected
from commonweal.indicators.disclosure.rule import Rule
from commonweal.indicators.disclosure.withhold import Entry, choose
from commonweal.indicators.figure import SUPPRESSED, Figure, Withheld, to_record
from commonweal.indicators.frozen import figures_of as frozen_figures
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import frozen
from tests.checks.small_book import claim, write_book
from tests.indicators.small import facts_of, figures_of, printed

SOME = "deliveries\nid, activity, measure, quantity, place, numerator, denominator, state\n"


def women(count: str, tmp_path) -> Figure:
    """The figure of women trained, from one return."""
    return figures_of(f"{SOME}a, road, women, {count}, , , , verified", tmp_path)["quantity.reported.women.2024-25"]


@pytest.mark.parametrize("count", range(1, 8))
def test_counts_of_one_to_seven_are_withheld(count, tmp_path):
    figure = women(str(count), tmp_path)
    assert figure.value is None and figure.suppressed and figure.withheld is Withheld.DISCLOSURE
    assert to_record(figure).text("value") == SUPPRESSED


@pytest.mark.parametrize(("count", "shown"), [
    ("0", "0"), ("8", "10"), ("9", "10"), ("12", "10"), ("12.5", "15"), ("13", "15"), ("22", "20")])
def test_other_counts_are_rounded_to_the_nearest_five(count, shown, tmp_path):
    assert women(count, tmp_path).value == Decimal(shown)


@pytest.mark.parametrize(("threshold", "rounding", "count", "shown"), [
    (5, 5, "6", 5), (5, 5, "5", None), (10, 5, "10", None), (10, 5, "11", 10), (7, 10, "14", 10)])
def test_a_body_may_withhold_more_or_less_within_the_floor(threshold, rounding, count, shown, tmp_path):
    facts = facts_of(f"{SOME}a, road, women, {count}, , , , verified", tmp_path)
    settings = replace(facts.book.settings, disclosure=replace(
        facts.book.settings.disclosure, threshold=threshold, rounding=rounding))
    figures = compute(replace(facts, book=replace(facts.book, settings=settings)))
    found = next(figure for figure in figures if figure.id == "quantity.reported.women.2024-25")
    assert found.value == shown and f"1 to {threshold} people" in found.note


def test_neither_the_lines_nor_the_number_of_the_whole_project_are_shown(tmp_path):
    facts = facts_of(SOME + "a, road, women, 40, , , , verified", tmp_path)
    raw = Figure("quantity.reported.women.2024-25", "Women", Decimal(40), "person", "quantity", whole=Decimal(80),
                 standing="reported", measure="women", lines=1, lines_valued=0,
                 selection={"standing": "reported|verified", "measure": "women", "period": "2024-25",
                            "stage": "not-applicable", "counted": "yes"})
    (figure,), _ = protected(facts, [raw])
    assert (figure.value, figure.whole, figure.lines, figure.lines_valued) == (40, None, None, None)


def test_a_figure_that_is_not_the_sum_of_its_lines_is_withheld(tmp_path):
    facts = facts_of(SOME + "a, road, women, 40, , , , verified", tmp_path)
    stray = Figure("women-some-way", "Women", Decimal(39), "person", "a-new-rule", standing="reported", measure="women",
                   selection={"standing": "reported|verified", "measure": "women", "counted": "yes"})
    (figure,), _ = protected(facts, [stray])
    assert figure.suppressed


def test_plain_counts_print_exactly(tmp_path):
    figures = figures_of(SOME + "a, road, trained, 3, , , , verified", tmp_path)
    assert figures["quantity.verified.trained.2024-25"].value == 3


@pytest.mark.parametrize("protecting", ["1", "2"])
def test_who_is_protected_by_one_version_of_a_framework_is_so_in_every_year(protecting, tmp_path):
    """People trained in the spring fall under the first version, those of the autumn under the second."""
    claims = [claim("spring", measure="trained", quantity="3"),
              claim("autumn", measure="trained", quantity="4", start="2024-10-01", end="2024-12-31")]
    folder = write_book(tmp_path / "book", {"deliveries": claims})
    measures = folder / "editions" / "small-framework" / protecting / "measures.csv"
    text = measures.read_text(encoding="utf-8")
    measures.write_text(text.replace(",once,count,", ",once,characteristic,"), encoding="utf-8")
    book = read_book(folder).book
    with frozen(book, book.settings.period.span.end) as snapshot:
        _, figures = frozen_figures(snapshot)
        lines = [line for line in snapshot.lines if line.text("measure") == "trained"]
    found = [figure for figure in figures if figure.measure == "trained" and figure.standing == "reported"]
    assert found and all(figure.suppressed for figure in found)
    assert len(lines) == 2 and {line.text("people") for line in lines} == {"characteristic"}


def share(part: str, base: str, tmp_path) -> Figure:
    rate = Decimal(part) * 100 / Decimal(base)
    found = figures_of(f"{SOME}a, road, disabled-share, {rate:.4f}, , {part}, {base}, verified", tmp_path)
    return found["rates.verified.disabled-share.2024-25"]


@pytest.mark.parametrize(("part", "base"), [
    ("0", "9"), ("8", "9"), ("7", "100"), ("1", "40"), ("93", "100"), ("30", "31"), ("0", "60"), ("60", "60")])
def test_a_share_is_withheld_on_a_small_base_or_with_nobody_or_few_on_either_side(part, base, tmp_path):
    figure = share(part, base, tmp_path)
    assert figure.suppressed and (figure.numerator, figure.denominator, figure.lines) == (None, None, None)


@pytest.mark.parametrize(("part", "base", "shown"), [
    ("12", "48", ("20.0", "10", "50")), ("40", "49", ("80.0", "40", "50"))])
def test_a_share_that_may_be_shown_is_worked_out_from_its_rounded_parts(part, base, shown, tmp_path):
    figure = share(part, base, tmp_path)
    assert (figure.value, figure.numerator, figure.denominator) == tuple(map(Decimal, shown))


PROTECTED = SOME + """a, road, women, 5, north, , , verified
b, school, women, 14, north, , , submitted
c, road, disabled-share, 20, north, 2, 10, verified
d, school, disabled-share, 25, north, 20, 80, verified
e, road, hours, 3, north, , , verified
"""


def test_people_with_a_protected_characteristic_are_split_by_place_alone_and_in_no_other_figure(tmp_path):
    figures = figures_of(PROTECTED, tmp_path)
    about = {name for name, figure in figures.items() if figure.measure in ("women", "disabled-share")}
    assert about == {
        "quantity.reported.women.2024-25", "quantity.verified.women.2024-25",
        "quantity.reported.women.place.north.2024-25", "quantity.verified.women.place.north.2024-25",
        "rates.reported.disabled-share.2024-25", "rates.verified.disabled-share.2024-25"}
    assert printed(figures["quantity.verified.women.2024-25"])["value"] == SUPPRESSED
    # 5 + 14 = 19: 17 to 22 are printed as 20, so the 5 checked among them could be 1 or 7 all the same.
    assert figures["quantity.reported.women.2024-25"].value == 20
    # 2 + 20 of 10 + 80, each rounded to the nearest 5.
    assert (figures["rates.verified.disabled-share.2024-25"].numerator,
            figures["rates.verified.disabled-share.2024-25"].denominator) == (20, 90)
    assert figures["coverage.checked.2024-25"].denominator == 1
    assert not [name for name, figure in figures.items() if figure.withheld and name not in about]


def test_suppressed_is_never_nought_and_never_blank(tmp_path):
    for figure in figures_of(PROTECTED, tmp_path).values():
        if figure.withheld is Withheld.DISCLOSURE:
            shown = [figure.value] if figure.unit == "person" else [figure.numerator, figure.denominator]
            assert printed(figure)["value"] == SUPPRESSED or all(number >= 10 and number % 5 == 0 for number in shown)


PLACES = "places\nid, name, parent\nsouth, South, area\neast, East, area\n\n"


def by_place(figures: dict[str, Figure], standing: str = "reported") -> dict[str, str]:
    start = f"quantity.{standing}.women."
    return {name.removeprefix(start).removesuffix("2024-25").strip(".") or "all": to_record(figure).text("value")
            for name, figure in figures.items() if name.startswith(start)}


def test_total_less_parts(tmp_path):
    # 17 + 3 = 20. With 15 beside 20 the three could be 1 to 9: that is no secret told.
    assert by_place(figures_of(PLACES + SOME + """a, road, women, 17, north, , , verified
b, road, women, 3, south, , , verified""", tmp_path)) == {"all": "20", "place.north": "15", "place.south": "[c]"}


def test_total_less_parts_where_the_rounding_alone_does_not_hide_them(tmp_path):
    # 20 + 2 = 22 would be printed as 20 and 20, so the two would be 4 at most: the 20 of the north is withheld as well.
    found = figures_of(PLACES + SOME + """a, road, women, 20, north, , , verified
b, road, women, 2, south, , , verified""", tmp_path)
    assert by_place(found) == {"all": "20", "place.north": "[c]", "place.south": "[c]"}
    # Nothing tells the one that was withheld for its own sake from the other.
    north, south = (found[f"quantity.reported.women.place.{name}.2024-25"] for name in ("north", "south"))
    assert (north.note, north.withheld, north.bound) == (south.note, south.withheld, south.bound)


def test_nobody_at_a_place_is_not_told_where_there_is_somebody_elsewhere(tmp_path):
    assert by_place(figures_of(PLACES + SOME + """a, road, women, 40, north, , , verified
b, road, women, 0, south, , , verified
c, road, women, 30, east, , , verified""", tmp_path))["place.south"] == "[c]"


def test_nobody_at_all_is_told(tmp_path):
    figures = figures_of(PLACES + SOME + "a, road, women, 0, south, , , verified", tmp_path)
    assert by_place(figures) == {"all": "0", "place.south": "0"}


def test_nobody_at_one_stage_is_not_told_where_there_is_somebody_at_another(tmp_path):
    stages = SOME.replace("state\n", "state, stage\n")
    figures = figures_of(stages + """a, road, women, 40, , , , verified, started
b, road, women, 0, , , , submitted, completed""", tmp_path / "1")
    assert by_place(figures) == {"started": "40", "completed": SUPPRESSED}
    nobody = figures_of(stages + """a, road, women, 0, , , , verified, started
b, road, women, 0, , , , submitted, completed""", tmp_path / "2")
    assert by_place(nobody) == {"started": "0", "completed": "0"}


def test_reported_less_checked(tmp_path):
    # 13 checked and 2 more reported: 15 and 15 would leave 0 to 4. Nobody can be sure that anybody is there at all.
    figures = figures_of(SOME + "a, road, women, 13, , , , verified\nb, road, women, 2, , , , submitted", tmp_path)
    assert by_place(figures)["all"] == by_place(figures, "verified")["all"] == "15"


def test_a_ratio_of_two_figures_is_made_of_what_is_printed_and_of_nothing_else(tmp_path):
    figures = figures_of(SOME + """a, road, women, 13, , , , verified
b, road, trained, 30, , , , verified
c, road, course, 4, , , , verified

ratios
id, title, numerator, denominator, unit
women, Women, figure/quantity.verified.women.2024-25, figure/quantity.verified.trained.2024-25, each""", tmp_path)
    # 13 is printed as 15: 15 / 30.
    assert (figures["ratios.women"].value, figures["ratios.women"].numerator) == (Decimal("0.50"), 15)


def test_a_change_of_a_protected_count_is_no_figure(tmp_path):
    figures = figures_of("""deliveries
id, activity, measure, quantity, start, end, state
a, road, women, 13, 2023-04-01, 2023-06-30, verified
b, road, women, 16, 2024-04-01, 2024-06-30, verified""", tmp_path)
    assert not [name for name in figures if name.startswith("change.")]


def released(text: str, folder, rule: Rule | None = None) -> tuple[dict[str, Figure], Earlier]:
    figures = figures_of(text, folder)
    return figures, Earlier({name: to_record(figure) for name, figure in figures.items()}, rule or Rule())


def test_two_releases_do_not_tell_what_one_withheld(tmp_path):
    before = PLACES + SOME + "a, road, women, 20, north, , , verified\nb, road, women, 2, south, , , verified"
    first, earlier = released(before, tmp_path / "first")
    assert by_place(first)["place.north"] == SUPPRESSED
    # South is corrected from 2 to 9. By itself this may be printed in full, but then 20 less 20 tells of the two.
    after = facts_of(before.replace("women, 2,", "women, 9,"), tmp_path / "second")
    alone = by_place({figure.id: figure for figure in compute(after)})
    assert alone == {"all": "30", "place.north": "20", "place.south": "10"}
    together = by_place({figure.id: figure for figure in compute(after, [earlier])})
    assert together == {"all": "30", "place.north": SUPPRESSED, "place.south": SUPPRESSED}
    assert given_away(after, [earlier]) == []


def test_a_number_printed_before_that_still_holds_counts_as_known(tmp_path):
    # First there was no split; 18 were counted in all, and 20 printed.
    _, earlier = released(SOME + "a, road, women, 16, , , , verified\nb, road, women, 2, , , , verified",
                          tmp_path / "1")
    after = facts_of(PLACES + SOME + "a, road, women, 16, north, , , verified\nb, road, women, 2, south, , , verified",
                     tmp_path / "2")
    assert by_place({figure.id: figure for figure in compute(after, [earlier])}) == {
        "all": "20", "place.north": "15", "place.south": SUPPRESSED}


def test_a_number_printed_before_counts_as_known_where_no_figure_stands_for_it_any_more(tmp_path):
    """First a borough was printed as 20, of 20 and 2. Then its two wards are, and the borough is taken out."""
    far = [f"far{number}" for number in range(4)]
    elsewhere = "".join(f"\n{place}, road, women, 40, {place}, , , verified" for place in far)
    places = "places\nid, name, parent, kind\n" + "".join(f"{place}, {place}, area, council\n" for place in far)
    borough = "borough, Borough, area, council\nwest, West, borough, ward\neast, East, borough, ward\n\n"
    lines = f"{SOME}a, road, women, 20, west, , , verified\nb, road, women, 2, east, , , verified{elsewhere}"
    whole = lines.replace("west", "borough").replace("east", "borough")
    first, earlier = released(places + borough + whole, tmp_path / "first")
    assert by_place(first)["place.borough"] == "20"
    after = facts_of(places + borough.replace("borough, Borough, area, council\n", "").replace("borough", "area")
                     + lines, tmp_path / "second")
    # By itself the new release may print the 20 of the west: four other places round away what is left for the east.
    assert by_place({figure.id: figure for figure in compute(after)})["place.west"] == "20"
    together = by_place({figure.id: figure for figure in compute(after, [earlier])})
    assert (together["place.west"], together["place.east"], together["all"]) == (SUPPRESSED, SUPPRESSED, "180")


def test_what_an_earlier_release_gave_away_is_named(tmp_path):
    _, earlier = released(SOME + "a, road, women, 6, , , , verified", tmp_path / "1")
    row = earlier.figures["quantity.reported.women.2024-25"]
    # It was printed as 5 by a lower threshold: 6 or 7.
    told = {row.key: Record(row.table, {**row.values, "value": "5"})}
    after = facts_of(SOME + "a, road, women, 6, , , , verified", tmp_path / "2")
    # All were checked, so the number of those tells of the other as well.
    assert given_away(after, [Earlier(told, Rule(5, 5))]) == [
        "quantity.reported.women.2024-25", "quantity.verified.women.2024-25"]


def test_a_reader_who_knows_the_rule_knows_no_more_than_this():
    assert Rule().tells(Decimal(10), whole=True) == (8, 12)
    assert Rule().tells(Decimal(10), whole=False) == (8, Fraction(25, 2))
    assert Rule().tells(Decimal(-25), whole=True) == (-27, -23)
    assert Rule(7, 10).tells(Decimal(20), whole=True) == (15, 24)


def test_counts_that_share_no_line_do_not_disturb_each_other():
    people = {1: Fraction(3), 2: Fraction(40), 4: Fraction(22), 8: Fraction(2)}
    entries = [Entry("three", (1,)), Entry("forty", (2,)), Entry("both", (12,)), Entry("twenty-two", (4,)),
               Entry("two", (8,))]
    # 22 + 2 = 24: 25 and 20 leave 1 to 9.
    assert choose(entries, people, Rule()).withheld == {"three", "two"}
