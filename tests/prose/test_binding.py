"""A reference prints the figure as it is printed everywhere; one that cannot be printed is an error with its line."""

from decimal import Decimal

import pytest

from commonweal.basics.findings import Severity
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.prose.binding import bind, without_references

FIGURES = {figure.id: figure for figure in (
    Figure("homes", "Homes", Decimal("10000.0000"), "home", "quantity", standing="reported", bound="over",
           measure="homes"),
    Figure("spend", "Spend", Decimal("1100000.00"), "£", "value", standing="verified"),
    Figure("carers", "Carers", None, "person", "quantity", standing="verified", measure="carers",
           withheld=Withheld.DISCLOSURE),
    Figure("blank", "Blank", None, "home", "quantity", standing="reported", measure="homes"),
    Figure("firms", "Firms", Decimal(1), "firms", "stated", standing="stated"),
    Figure("share", "Share", Decimal("65.0000"), "%", "coverage", standing="reported"),
)}


def bound(markdown: str) -> str:
    text, findings = bind(markdown, FIGURES, lambda name: f"figures/{name}.html")
    assert findings == []
    return text


@pytest.mark.parametrize(("typed", "printed"), [
    ("We made {homes} warm.", "We made [over 10,000 homes (reported)](figures/homes.html) warm."),
    ("We made {homes, without status} warm.", "We made [over 10,000 homes](figures/homes.html) warm."),
    ("In {homes,\nnumber only} homes", "In [over 10,000](figures/homes.html) homes"),
    ("{homes} are warm.", "[Over 10,000 homes (reported)](figures/homes.html) are warm."),
    ("Cold. **{homes}** are warm.", "Cold. **[Over 10,000 homes (reported)](figures/homes.html)** are warm."),
    ("worth {spend}", "worth [£1,100,000.00 (checked)](figures/spend.html)"),
    ("{carers} came", "[\\[c\\] people (checked)](figures/carers.html) came"),
    ("of {firms}", "of [1 firms (as printed, not checked)](figures/firms.html)"),
    ("is {share, number only}", "is [65%](figures/share.html)"),
    ("type `{homes}` or \\{homes}", "type `{homes}` or \\{homes}"),
])
def test_a_reference_is_printed_and_linked(typed, printed):
    assert bound(typed) == printed


@pytest.mark.parametrize(("typed", "says"), [
    ("{home}", "Did you mean homes?"), ("{}", "figures.csv"), ("{12 homes}", "there is no figure '12 homes'"),
    ("{homes, in brief}", "without status"), ("{blank}", "has no number"),
])
def test_a_reference_that_cannot_be_printed_is_an_error_and_stays_as_typed(typed, says):
    text, [finding] = bind(f"One line,\nthen {typed}.", FIGURES, str, file="sections/a.md", first_row=9)
    assert text.endswith(f"then {typed}.")
    assert finding.severity is Severity.ERROR and finding.where == "sections/a.md row 10"
    assert says in str(finding)


@pytest.mark.parametrize("typed", [
    "-{homes}", "a loss of −{spend}", "(–{homes})", "{homes}{spend}", "{homes, number only}{homes, number only}.",
])
def test_a_figure_is_not_made_another_number_by_what_stands_beside_it(typed):
    text, [finding] = bind(typed, FIGURES, str)
    assert finding.code == "PROSE-REFERENCE" and "{" in text


def test_a_span_and_an_entry_of_a_list_are_no_minus():
    assert bound("{share, number only}–{share, number only} and - {homes}").count("](figures/") == 3


def test_lines_stay_where_they_are_when_references_are_taken_out():
    assert without_references("a {b,\nc} d `{e}`").split("\n") == ["a \ufffc", " d `{e}`"]
