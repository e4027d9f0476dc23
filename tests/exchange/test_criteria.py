"""Award criteria: weights as numbers, as percentages and as bare text; and what a notice says of community benefits."""

from decimal import Decimal

import pytest

from commonweal.exchange.ocds.benefits import benefits_of
from tests.exchange.notices import arrival, award, codes, criterion, release, tender


def shares(*criteria):
    """The shares, printed weights and findings of a lot with these criteria."""
    found = arrival(release(tender=tender(lots=[{"id": "1", "awardCriteria": {"criteria": list(criteria)}}])))
    rows = found.rows["criteria"]
    return [each.number("weight") for each in rows], [each.text("weight_text") for each in rows], codes(found)


def number(value, unit, name="Quality"):
    """A criterion of Find a Tender, whose weight has a field."""
    return {"type": "quality", "name": name, "numbers": [{"number": value, "weight": unit}]}


def test_bare_numbers_that_add_up_to_a_hundred_are_percentages():
    assert shares(criterion("65"), criterion("35", "price")) == ([Decimal("0.65"), Decimal("0.35")], ["65", "35"], [])


def test_a_percentage_that_says_so_is_one_whatever_the_others_say():
    assert shares(criterion("20%"), criterion("30 per cent", "price")) == (
        [Decimal("0.2"), Decimal("0.3")], ["20%", "30 per cent"], ["OCDS-WEIGHTS-SUM"])


@pytest.mark.parametrize(("one", "other", "total"), [
    ("400", "600", "1000"), ("10", "63.7", "73.7"), ("6", "70", "76"), ("30", "20", "50")])
def test_numbers_that_add_up_to_something_else_are_kept_as_they_are_printed(one, other, total):
    found = arrival(release(tender=tender(lots=[{"id": "1", "awardCriteria": {"criteria": [
        criterion(one), criterion(other, "price")]}}])))
    assert [each.get("weight") for each in found.rows["criteria"]] == [None, None]
    assert [finding.message for finding in found.receipt.findings] == [
        f"the weights of the lot add up to {total}, not to 100."]


def test_a_criterion_without_a_weight_is_said():
    assert shares(criterion("", "price")) == ([None], [""], ["OCDS-WEIGHTS-MISSING"])
    assert shares(criterion("60"), criterion("price is judged", "price"))[2] == ["OCDS-WEIGHTS-MISSING"]


def test_weights_that_have_a_field():
    assert shares(number(30, "percentageExact"), number(70, "percentageExact", "Social value")) == (
        [Decimal("0.3"), Decimal("0.7")], ["30 (percentageExact)", "70 (percentageExact)"], [])
    assert shares(number(1, "decimalExact")) == ([Decimal(1)], ["1 (decimalExact)"], [])
    assert shares(number(1, "order"))[0] == [None]


def test_a_criterion_of_social_value_gives_the_award_its_weighting():
    criteria = [criterion("90", "price"), criterion("10", "quality", "Social Value and community benefits")]
    lots = [{"id": "1", "awardCriteria": {"criteria": criteria}}]
    found = arrival(release(tender=tender(lots=lots), awards=[award()]))
    assert [each.get("social_value") for each in found.rows["criteria"]] == [None, True]
    [contract], [lot] = found.rows["activities"], found.rows["opportunities"]
    assert contract.number("weighting") == Decimal("0.1") and lot.get("asks_social_value") is True


def test_an_award_from_several_lots_is_tied_to_none():
    lots = [{"id": "1"}, {"id": "2"}]
    found = arrival(release(tender=tender(lots=lots), awards=[award("x", relatedLots=["2"]), award("y")]))
    assert {each.key.rpartition("-")[2]: each.text("opportunity").rpartition("-")[2]
            for each in found.rows["activities"]} == {"x": "2", "y": ""}


REQUIRED = ("Please register.rn Under the terms of this contract, the successful supplier(s) will be required to "
            "deliver Community Benefits in support of our objectives. The Community Benefits included in this "
            "contract are:rn Two apprentices a year, with modern training.rn (WA Ref:1)rn Bid now.")
REFUSED = ("The Contracting Authority does not intend to include any community benefit requirements in this contract "
           "for the following reason:rn {}rn (SC Ref:2)")


def test_benefits_that_are_required_are_told_in_the_buyers_words():
    found = benefits_of(REQUIRED)
    assert found.asked is True and found.text == "Two apprentices a year, with modern training."


def test_benefits_that_are_refused_have_a_reason_or_none():
    assert benefits_of(REFUSED.format("The contract is for goods only")).asked is False
    for reason, exemption in (("The contract is for goods only", "The contract is for goods only"), ("n/a", "")):
        found = arrival(release(tender=tender(), description=REFUSED.format(reason), awards=[award()]))
        [contract] = found.rows["activities"]
        assert contract.get("includes_social_value") is False and contract.text("exemption") == exemption


def test_a_mention_alone_asks_for_nothing():
    found = benefits_of("Clients may add community benefit requirements in their call-off contracts.")
    assert found.asked is None and found.text.startswith("community benefit requirements")
    assert benefits_of("Supply of salt.").text == ""
