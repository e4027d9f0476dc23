"""What authors write as it stands on a web page: headings in their place, languages marked, links that lead there."""

import re

import pytest

from commonweal.report.addresses import Addresses
from commonweal.report.html import prose

NOWHERE = Addresses((), str)


@pytest.mark.parametrize(
    ("markdown", "levels"),
    [
        ("# One\n\nA.\n\n# Two", ["3", "3"]),
        ("### Small first\n\nA.\n\n# Big\n\nB.\n\n## Middle\n\nC.\n\n### Small", ["3", "3", "4", "5"]),
        ("# One\n\n###### Six\n\n- # In a list\n\n> # In a quotation", ["3", "4"]),
    ],
    ids=["alike", "lowest-first", "inside"],
)
def test_headings_of_prose_go_under_the_one_before_them_and_skip_no_level(markdown, levels):
    made = str(prose(NOWHERE, markdown, 2))
    assert re.findall(r"<h(\d)>", made) == re.findall(r"</h(\d)>", made) == levels


def test_a_heading_inside_a_list_or_a_quotation_is_strong_words():
    made = str(prose(NOWHERE, "- # In a list\n\n> ## In a quotation", 2))
    assert re.findall("<p><strong>(.*?)</strong></p>", made) == ["In a list", "In a quotation"]
