"""Place by place: a row and a page for each council area, with what is its own and no more."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from commonweal.report.blocks import Bullets, Link, Page, Pairs, Paragraph, Part, Story, Table
from commonweal.report.place_page import place_pages, places_part
from commonweal.report.words import say
from tests.examples.northmere import rows
from tests.report.documents import document, every


def words_of(blocks: Iterable[object]) -> str:
    """Everything that blocks say, prose of stories apart."""
    found: list[str] = []
    for block in every(tuple(blocks)):
        runs = {Paragraph: lambda b: [b.parts], Bullets: lambda b: b.items, Pairs: lambda b: [r for _, r in b.rows],
                Table: lambda b: [cell for row in b.rows for cell in row]}.get(type(block), lambda b: [])(block)
        found += [" ".join(part if isinstance(part, str) else part.text for part in run) for run in runs]
    return "\n".join(found)


def tables(found: Part | Page) -> dict[str, Table]:
    return {block.id: block for block in every(found.blocks) if isinstance(block, Table)}


def column(table: Table, title: str) -> list[str]:
    place = [head.title for head in table.columns].index(title)
    return [cell[0].text if isinstance(cell[0], Link) else str(cell[0]) for cell in (row[place] for row in table.rows)]


@pytest.fixture(scope="module")
def northmere() -> tuple[Part, dict[str, Page]]:
    year = document("northmere").year
    part = places_part(year)
    assert part is not None
    return part, {page.name: page for page in place_pages(year)}


def test_each_council_has_a_row_and_a_page_and_each_column_adds_up_to_the_whole(northmere):
    part, pages = northmere
    councils = sorted((row for row in rows("places") if row["kind"] == "council"), key=lambda row: row["id"])
    table = tables(part)["places-table"]
    assert column(table, "Place") == [*(row["name"] for row in councils), say("places.nowhere")]
    assert list(pages) == [f"places/{row['id']}" for row in councils]
    assert {cell[0].target for row in table.rows for cell in row[:1] if isinstance(cell[0], Link)} \
        == {f"page:{name}.html" for name in pages}
    year = document("northmere").year
    for title, step in (("Promised", "made"), ("Due by now", "due"), ("Reported", "reported"), ("Checked", "checked")):
        whole = year.by_id[f"progress.promises.{step}"].value
        assert sum(int(number.replace(",", "")) for number in column(table, title)) == whole
    lines = sum(int(number.replace(",", "")) for number in column(table, "Reported lines"))
    assert lines == year.by_id["places.lines.no-council"].denominator


def test_contracts_are_counted_where_they_are_placed_and_listed_where_else_they_are_named(northmere):
    part, pages = northmere
    neighbourhoods = {row["id"]: row["parent"] for row in rows("places") if row["kind"] == "neighbourhood"}
    placed: dict[str, int] = {}
    for row in rows("activities"):
        if row["place"]:
            council = neighbourhoods.get(row["place"], row["place"])
            placed[council] = placed.get(council, 0) + 1
    table = tables(part)["places-table"]
    assert column(table, "Contracts and projects")[:-1] == [
        str(placed[id]) for id in sorted(row["id"] for row in rows("places") if row["kind"] == "council")]
    listed = tables(pages["places/brackmoor"])["here-table"]
    how = dict(zip(column(listed, "Contract or project"), column(listed, "How it is here"), strict=True))
    assert how["Warm Terraces"] == "also placed here"
    assert list(how.values()).count("placed here") == placed["brackmoor"]


def test_a_page_has_the_neighbourhoods_lines_stories_and_facts_of_its_council_and_of_no_other(northmere):
    _, pages = northmere
    page = pages["places/eskerby"]
    stories = [block.title for block in every(page.blocks) if isinstance(block, Story)]
    # Two stories name the city itself and one its centre, which lies in it.
    assert "The kitchen that passed its own test" in stories and len(stories) == 3
    facts = tables(page)["facts"]
    assert column(facts, "Place") == ["Eskerby", "Eskerby"]
    assert column(facts, "Number") == ["27%", "247,800 people"]
    others = {row["name"] for row in rows("places") if row["kind"] == "council"} - {"Eskerby"}
    said = words_of(page.blocks)
    assert not [name for name in others if f"context.residents-{name.lower()}" in said]


def test_amounts_stand_by_type_with_their_range_and_are_never_one_sum(northmere):
    page = northmere[1]["places/kelderby"]
    amounts = [table for name, table in tables(page).items() if name.startswith("pounds-")]
    assert len(amounts) >= 2
    for table in amounts:
        kinds = [cell for row in table.rows for cell in row[0]]
        assert len(set(kinds)) == len(kinds) and "Range" in [head.title for head in table.columns]


def test_every_page_says_what_a_place_is_whose_amounts_these_are_and_what_has_no_place(northmere):
    year = document("northmere").year
    nowhere = year.by_id["places.lines.no-council"]
    for page in northmere[1].values():
        said = words_of(page.blocks)
        assert say("places.rule_where") in said
        assert "What a council spends or does by itself is not among them" in said
        assert f"{nowhere.value:,} of {nowhere.denominator:,}".split(" of ")[1] in said
        assert "name no council area" in " ".join(said.split())


def test_the_source_reports_book_tells_only_of_places_that_the_source_names():
    year = document("lcr-2023").year
    part = places_part(year)
    assert part is not None
    table = tables(part)["places-table"]
    assert column(table, "Place") == ["Knowsley", "Wirral", say("places.nowhere")]
    assert [page.title for page in place_pages(year)] == ["Knowsley", "Wirral"]
    assert say("places.table_note") not in words_of(part.blocks)
    said = words_of(part.blocks) + "".join(words_of(page.blocks) for page in place_pages(year))
    assert not [name for name in ("Halton", "Sefton", "St Helens") if name in said]
    assert say("places.untold", count="4", all="6") in said
    # The station is in Kirkby, and Kirkby in Knowsley; nothing says that Knowsley Council paid for it.
    page = place_pages(year)[0]
    assert "Headbolt Lane Station" in column(tables(page)["here-table"], "Contract or project")
    done = tables(page)["done-table"]
    assert dict(zip(column(done, "Measure"), column(done, "Reported"), strict=True))[
        "Pieces of artwork made by school students"] == "260 pieces"


def test_a_body_without_councils_has_no_such_part(built: Path):
    """The starter book is a single council's."""
    assert not (built / "report" / "places").exists()
    assert 'id="places"' not in (built / "report" / "index.html").read_text(encoding="utf-8")
