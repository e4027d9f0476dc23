"""Which names are the same supplier: sure things without asking, likely ones on a list, companies by their number."""

from collections import Counter
from decimal import Decimal

import pytest

from commonweal.basics.tables import Record
from commonweal.exchange.matching import Named, _rows, match, suppliers_of
from commonweal.exchange.pairs import PAIRS
from tests.indicators.small import book_of, tables_from

BODIES = """
organisations
id, name, kind, company_number
council, The Council, authority,
baker, Wharf Bakers Limited, company, 01234567
glass, Tidewater Glass Ltd, company, 7654321
hands, Helping Hands, charity,
"""


def matched(payments, folder, answers=(), threshold="0.5"):
    text = f"{BODIES}\npayments\nid, amount, supplier, company_number\n{payments}"
    return match(book_of(tables_from(text), folder), answers, Decimal(threshold))


def answer(supplier, same_as, organisation, said):
    values = dict.fromkeys(PAIRS.names) | {
        "supplier": supplier, "same_as": same_as, "organisation": organisation, "answer": said}
    return Record(PAIRS, values)


@pytest.mark.parametrize("printed", [
    "Wharf Bakers Limited", "WHARF BAKERS LTD", "Wharf Bakers Ltd.", "The Wharf Bakers Ltd"])
def test_spellings_of_one_name_are_taken_without_asking(tmp_path, printed):
    found = matched(f"a, 1, {printed},", tmp_path)
    assert found.organisations == {printed: "baker"}
    assert found.numbers == {printed: "01234567"}
    assert not found.pairs


def test_a_company_number_decides_whatever_the_name_and_however_it_is_typed(tmp_path):
    found = matched("a, 1, TG Trading, 07654321\nb, 2, Wharf Bakers Ltd, 09999999", tmp_path)
    # The second has the baker's name and another company's number: it is another company.
    assert found.organisations == {"TG Trading": "glass"}
    assert not found.pairs


def test_what_is_only_likely_waits_for_an_answer(tmp_path):
    found = matched("a, 700, Wharf Bakers,\nb, 50, Wharf Bakers,", tmp_path)
    assert found.organisations == {}
    row, = found.pairs
    assert (row.text("supplier"), row.text("organisation"), row.number("paid"), row.get("answer")) == (
        "Wharf Bakers", "baker", 750, None)
    # 0.0005/0.9995 × 0.6/0.00001 × 0.18/0.3 = 18.009 to 1.
    assert row.number("probability") == Decimal("0.9474")
    assert found.waiting == 1


def test_a_yes_counts_and_both_answers_are_remembered(tmp_path):
    said = [answer("Wharf Bakers", "Wharf Bakers Limited", "baker", "yes"),
            answer("Helping Hand", "Helping Hands", "hands", "no"),
            answer("Gone Since", "Helping Hands", "hands", "no")]
    found = matched("a, 1, Wharf Bakers,\nb, 2, Helping Hand,", tmp_path, said)
    assert found.organisations == {"Wharf Bakers": "baker"}
    assert {row.text("supplier"): row.text("answer") for row in found.pairs} == {
        "Wharf Bakers": "yes", "Helping Hand": "no", "Gone Since": "no"}
    assert found.waiting == 0


def test_a_no_undoes_what_was_taken_without_asking(tmp_path):
    said = [answer("HELPING HANDS", "Helping Hands", "hands", "no")]
    found = matched("a, 1, HELPING HANDS,", tmp_path, said)
    assert found.organisations == {}
    assert found.denied == {("HELPING HANDS", "hands")}


def test_suppliers_are_matched_to_each_other_too(tmp_path):
    found = matched("a, 1, Quayside Print Ltd, 05555555\nb, 2, QUAYSIDE PRINT LIMITED,\n"
                    "c, 4, Quayside Prints Ltd,", tmp_path)
    assert found.numbers["QUAYSIDE PRINT LIMITED"] == "05555555"
    assert {row.text("same_as") for row in found.pairs} | {row.text("supplier") for row in found.pairs} >= {
        "Quayside Prints Ltd"}
    assert found.suppliers == 2


def test_the_threshold_decides_what_is_listed(tmp_path):
    assert matched("a, 1, Wharf Bakers,", tmp_path / "low", threshold="0.94").waiting == 1
    assert matched("a, 1, Wharf Bakers,", tmp_path / "high", threshold="0.95").waiting == 0


def test_a_name_that_stands_for_two_organisations_is_given_to_neither(tmp_path):
    said = [answer("Hands", "Helping Hands", "hands", "yes"), answer("Hands", "Tidewater Glass Ltd", "glass", "yes")]
    found = matched("a, 1, Hands,", tmp_path, said)
    assert found.organisations == {}
    assert [finding.code for finding in found.findings] == ["SUPPLIER-TWO-BODIES"]


def test_names_that_are_withheld_are_no_suppliers(tmp_path):
    book = book_of(tables_from("payments\nid, amount, supplier\na, 1, ** REDACTED DATA **\nb, 2,"), tmp_path)
    assert suppliers_of(book) == []


def test_very_many_names_that_begin_alike_are_compared_where_they_go_on_alike(tmp_path):
    letters = "abcdefghijklmnopqrst"
    names = [f"Mr {one.upper()} {one}{two}{three}stead" for one in letters for two in letters for three in letters[:4]]
    compared = _rows([*map(Named, [*names, "Mr A Oakwood", "Mr A Oakwoods"])])
    shared = [Counter(beginnings) for beginnings in list(zip(*compared, strict=True))[-2:]]
    # A pair of which somebody must be asked needs one of them; all that begin with Mr would be 1.3 million pairs.
    assert sum(each * each for counts in shared for each in counts.values()) < 500_000
    found = matched("\n".join(f"{number}, 1, {name}," for number, name in enumerate(
        [*names, "Mr A Oakwood", "Mr A Oakwoods"])), tmp_path)
    assert ("Mr A Oakwood", "Mr A Oakwoods") in {
        tuple(sorted((row.text("supplier"), row.text("same_as")))) for row in found.pairs}


def test_the_same_names_give_the_same_list_in_whatever_order(tmp_path):
    rows = [f"{number}, {number}, {name}," for number, name in enumerate(
        ["Wharf Bakers", "Wharf Baker Ltd", "Tidewater Glas Ltd", "Helping Hands Trust", "Helping Hand"], 1)]
    one = matched("\n".join(rows), tmp_path / "one")
    other = matched("\n".join(reversed(rows)), tmp_path / "other")
    assert [row.values for row in one.pairs] == [row.values for row in other.pairs]
    assert len(one.pairs) > 2
