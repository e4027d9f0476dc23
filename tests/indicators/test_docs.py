"""Every rule has a page, and the example on each page is run: what the page says is what the rule gives."""

import re
from pathlib import Path

import pytest

from commonweal.indicators.compute import RULES
from tests.indicators.small import figures_of, printed

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "indicators"
HEADINGS = ("Description", "Method", "Worked example", "Why it matters", "Exclusions")


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert {path.stem for path in PAGES.glob("*.md")} == {*RULES, "index"}


def test_the_index_links_every_rule():
    text = (PAGES / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[([a-z-]+)\]\(\1\.md\)", text)) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_page_has_its_headings_in_order(rule):
    text = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## (.+)$", text, re.M)) == HEADINGS


@pytest.mark.parametrize("rule", RULES)
def test_the_examples_on_a_page_give_what_they_say(rule, tmp_path):
    blocks = re.findall(r"^```example\n(.*?)^```$", (PAGES / f"{rule}.md").read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    for number, block in enumerate(blocks):
        tables, *gives = block.split("\ngives ")
        figures = figures_of(tables, tmp_path / str(number))
        assert gives
        for expected in gives:
            name, *said = expected.strip().splitlines()
            figure = figures[name]
            assert figure.rule == rule
            says = dict(line.split(": ", 1) for line in said)
            assert {column: printed(figure).get(column, "") for column in says} == says
