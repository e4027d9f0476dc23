"""The printed pages: sound HTML that reads without a script, weighs little, and says everything in plain words."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from commonweal.ledger.book import read_book
from commonweal.report.words import CATALOGUE, FINGERPRINT, say
from tests.house.repository import ROOT
from tests.report.printing import Seen, look, print_book

# What the glossary has a plain word for, and what no page may therefore say by itself.
CODE_NOUNS = re.compile(
    r"\b(?:standing|snapshot|digest|deadweight|edition|queried|unit value|net factor|crosswalk|displacement|leakage|"
    r"drop-off|attribution|valued line)s?\b"
)


@pytest.fixture(scope="module", params=["lcr-2023", "northmere"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_book(ROOT / "examples" / request.param, tmp_path_factory.mktemp("printed") / request.param)


@pytest.fixture(scope="module")
def pages(printed: Path) -> dict[str, Seen]:
    """Every part, every list and contract, and every tenth figure: enough of a large report to meet each kind."""
    figures = sorted((printed / "figures").glob("*.html"))
    chosen = [
        *sorted(printed.glob("*.html")),
        *sorted((printed / "contracts").glob("*.html")),
        *sorted((printed / "places").glob("*.html")),
        *(page for page in figures if page.name.startswith(("list-", "index", "per-unit"))),
        *figures[::10],
    ]
    return {page.relative_to(printed).as_posix(): look(page) for page in chosen}


def test_every_tag_is_closed_in_order_and_no_id_stands_twice(pages):
    assert {name: seen.faults for name, seen in pages.items() if seen.faults} == {}
    repeated = {name: [id for id, count in Counter(seen.ids).items() if count > 1] for name, seen in pages.items()}
    assert {name: ids for name, ids in repeated.items() if ids} == {}


def test_each_page_has_one_first_heading_and_skips_no_level(pages):
    for name, seen in pages.items():
        assert seen.headings.count(1) == 1, name
        assert seen.headings[0] == 1 or "/" not in name, name
        steps = [later - earlier for earlier, later in pairwise(seen.headings)]
        assert max(steps, default=0) <= 1, (name, seen.headings)


def test_each_page_says_what_it_is_and_no_two_say_the_same(printed):
    titles: Counter[str] = Counter()
    for page in printed.rglob("*.html"):
        found = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"))
        assert found and found[1].strip(), page.name
        titles[found[1]] += 1
    assert [title for title, count in titles.items() if count > 1] == []


def test_each_page_has_its_landmarks_language_and_way_past_the_head(pages):
    for name, seen in pages.items():
        assert seen.language == "en-GB", name
        assert seen.tags["main"] == seen.tags["header"] == 1, name
        assert seen.tags["footer"] == 1, name
        assert seen.links[0] == "#content" and "content" in seen.ids, name


def test_tables_have_captions_scopes_and_a_region_that_scrolls_by_keyboard(printed, pages):
    for name, seen in pages.items():
        assert seen.tags["table"] == seen.tags["caption"] == seen.tags["thead"], name
        heads = [found for tag, found in seen.attributes if tag == "th"]
        assert all(found.get("scope") in ("col", "row") for found in heads), name
        regions = [found for tag, found in seen.attributes if found.get("role") == "region"]
        drawings = [found for tag, found in seen.attributes if (tag, found.get("class")) == ("figure", "chart")]
        assert len(regions) == seen.tags["table"] + len(drawings), name
        assert all(found["tabindex"] == "0" and found["aria-labelledby"] in seen.ids for found in regions), name


def test_rows_are_as_wide_as_their_heads(printed):
    texts = [page.read_text(encoding="utf-8") for page in printed.glob("*.html")]
    tables = [table for text in texts for table in re.findall(r"<table.*?</table>", text, re.DOTALL)]
    assert len(tables) > 20
    for table in tables:
        head, body = table.split("<tbody>")
        widths = {len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)}
        assert widths == {len(re.findall(r"<th\b", head))}, table[:200]


def test_every_link_inside_the_report_leads_somewhere(printed):
    """Of every page, to its very place on the other; places by the thousand, so the files are searched and not read."""
    texts = {page.relative_to(printed).as_posix(): page.read_text(encoding="utf-8") for page in printed.rglob("*.html")}
    ids = {name: set(re.findall(r' id="([^"]*)"', text)) for name, text in texts.items()}
    assert len(texts) > 100
    followed = 0
    for name, text in texts.items():
        for link in set(re.findall(r'<a [^>]*?href="([^"]*)"', text)):
            if re.match(r"https?://|mailto:", link):
                continue
            path, _, fragment = unquote(link).partition("#")
            relative = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            # Package, document and workbook have printers of their own; the whole report is tested elsewhere.
            if relative.startswith("data/") or relative in ("report.pdf", "report.xlsx", "committee-summary.docx"):
                continue
            assert relative in texts, (name, link)
            assert not fragment or fragment in ids[relative], (name, link)
            followed += 1
    assert followed > 1_000


def test_the_lists_reach_every_page_of_a_figure_and_every_contract(printed):
    linked = {unquote(link) for page in (printed / "figures").glob("list-*.html") for link in look(page).links}
    pages = {
        f"../{folder}/{page.name}"
        for folder in ("figures", "contracts")
        for page in (printed / folder).glob("*.html")
        if not page.name.startswith(("list-", "index.", "per-unit."))
    }
    assert len(pages) > 20 and pages <= linked


def test_no_page_asks_another_site_for_anything_or_runs_anything(printed, pages):
    for name, seen in pages.items():
        assert seen.asked_for == [f"{'../' if '/' in name else ''}assets/style.css"], name
        assert not seen.tags["script"] and not seen.tags["iframe"] and not seen.tags["form"], name
        assert not [
            found for _, found in seen.attributes if any(key.startswith("on") or key == "style" for key in found)
        ], name
    style = (printed / "assets/style.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


def test_the_banner_stands_on_every_page_and_search_engines_are_kept_out(printed):
    settings = read_book(ROOT / "examples" / printed.name).book.settings
    assert settings.standing and settings.noindex
    for page in printed.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert f"<p>{settings.standing}</p>" in text, page.name
        assert '<meta name="robots" content="noindex, nofollow">' in text, page.name


def test_the_fingerprint_has_its_one_place(printed):
    texts = {page: page.read_text(encoding="utf-8") for page in printed.rglob("*.html")}
    assert [page for page, text in texts.items() if FINGERPRINT in text] == [printed / "index.html"]
    text = texts[printed / "index.html"]
    assert text.count(FINGERPRINT) == 1
    assert text.index('id="how-we-know"') < text.index(FINGERPRINT)


SLIP = re.compile(
    r"(?<![\d.,-])1 (?:promises|claims|hours|people|jobs|homes|priorities)\b|\b(over|about|at least|up to) \1\b|"
    r"\d (?:person|hour|home) in \d|[Bb]ase not given[.;] [Bb]ase not given|\babout [^.]{0,40} It is at most"
)


def test_counts_take_their_noun_and_nothing_is_said_twice(pages):
    for name, seen in pages.items():
        words = re.sub(r"\s+", " ", seen.words)
        assert not (found := SLIP.search(words)), (name, words[found.start() - 60 : found.end() + 60])


def test_no_promise_is_split_finer_than_a_tenth_of_a_person_on_the_page_of_its_contract(printed):
    """Under "each number, and how it came about" stand the lines themselves, which are exact."""
    finer = re.compile(r"(?<![\d.])\d[\d,]*[1-9]?\.\d{2,} (?:people|jobs|homes|trees|firms)\b")
    for page in (printed / "contracts").glob("*.html"):
        words = re.sub(r"\s+", " ", look(page).words).split(say("contract.figures"))[0]
        assert not [number for number in finer.findall(words) if not number.startswith("0.0")], page.name


def test_the_pages_of_the_report_are_light(printed):
    style = (printed / "assets/style.css").stat().st_size
    heavy = {page.name for page in printed.rglob("*.html") if page.stat().st_size + style >= 300_000}
    assert heavy == set()


def test_every_part_leads_to_the_one_before_and_the_next_and_to_all_others(printed):
    # Every foot leads to the statement, and the summary to the short papers: none of them is a part of the report.
    apart = {"accessibility.html", "members.html", "committee.html"}
    assert apart <= set(look(printed / "index.html").links)
    parts = [page.name for page in printed.glob("*.html") if page.name not in apart]
    links = [unquote(link) for link in look(printed / "index.html").links]
    # The release on the cover leads to the corrections: the contents begin after it, with the first page.
    in_order = [link for link in links[links.index("index.html"):] if link in parts]
    order = list(dict.fromkeys(in_order[: in_order.index("corrections.html") + 1]))
    assert order[0] == "index.html" and set(order) == set(parts)
    for before, name in pairwise(order):
        links = look(printed / name).links
        assert set(parts) <= set(links), name
        assert before in links[: -len(parts)], name


def test_the_catalogue_speaks_plainly():
    """The words of records and frameworks are theirs; what the report says by itself comes from the catalogue."""

    def strings(found: object) -> Iterator[str]:
        if isinstance(found, str):
            yield found
        elif isinstance(found, Mapping):
            for value in found.values():
                yield from strings(value)

    said = list(strings(CATALOGUE))
    assert len(said) > 400
    assert [text for text in said if CODE_NOUNS.search(text)] == []


def test_nothing_of_the_machinery_shows(pages):
    raw = re.compile(r"\b(?:None|nan|True|False|Decimal|not-applicable|civic-leader|service-provider)\b")
    for name, seen in pages.items():
        assert not (found := raw.search(seen.words)), (name, seen.words[found.start() - 60 : found.end() + 60])


def test_the_same_report_gives_the_same_bytes(tmp_path):
    one, other = (print_book(ROOT / "examples/lcr-2023", tmp_path / name) for name in ("one", "other"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert [name for name in files if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_the_words_of_each_status_are_those_of_the_glossary_file():
    rows = dict(
        re.findall(
            r"^\| ([^|]+?) \| [^|]+ \| ([^|]+?) \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    for word in ("potential", "offered", "committed", "reported", "verified", "confirmed", "stated"):
        assert CATALOGUE["status"][word] == rows[word]
