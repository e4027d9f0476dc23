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
def test_the_example_on_a_page_gives_what_it_says(rule, tmp_path):
    blocks = re.findall(r"^```example\n(.*?)^```$", (PAGES / f"{rule}.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 1
    tables, _, expected = blocks[0].rpartition("\ngives ")
    name, *said = expected.strip().splitlines()
    figure = figures_of(tables, tmp_path)[name]
    assert figure.rule == rule
    says = dict(line.split(": ", 1) for line in said)
    assert {column: printed(figure).get(column, "") for column in says} == says
