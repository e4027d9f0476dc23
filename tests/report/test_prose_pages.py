"""What authors write as it stands on a web page: headings in their place, languages marked, links that lead there."""

import re

import pytest

from commonweal.report.addresses import Addresses
from commonweal.report.blocks import Story
from commonweal.report.build import build_report
from commonweal.report.html import prose
from commonweal.report.paper import runs
from commonweal.report.words import say
from tests.report.documents import small
from tests.report.publishable import png, publishable, section, story, without_paper

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


def test_a_title_in_another_language_says_so_wherever_it_is_a_heading(tmp_path, monkeypatch):
    without_paper(monkeypatch)
    files = {
        "sections/introduction.md": section(title='"Beth yw hwn"', language='"cy"'),
        "sections/purpose.md": section(title='"What it is for"', part='"purpose"'),
        "stories/chance.md": story(title='"Ail gyfle"', language='"cy"', image='"a.png"', alt='"Wal"', rights='"Us"'),
    }
    out = tmp_path / "out"
    build_report(publishable(tmp_path / "book", files=files, pictures={"a.png": png()}), out)
    opening = (out / "introduction.html").read_text(encoding="utf-8")
    assert '<h2 lang="cy">Beth yw hwn</h2>' in opening and "<h2>What it is for</h2>" in opening
    assert '<a href="#section-introduction" lang="cy">Beth yw hwn</a>' in opening
    chapter = (out / "commissioner.html").read_text(encoding="utf-8")
    assert '<h2 lang="cy">Ail gyfle</h2>' in chapter and 'alt="Wal" lang="cy"' in chapter


def test_a_link_to_another_page_of_the_report_leads_there_from_every_page(tmp_path, monkeypatch):
    without_paper(monkeypatch)
    text = story("See [how](method.html#at), [them](https://other.example/a 'A hundred jobs') or [it](#chance).")
    out = tmp_path / "out"
    build_report(publishable(tmp_path / "book", files={"stories/chance.md": text}), out)
    for page, up in (("commissioner.html", ""), ("contracts/dock.html", "../")):
        told = (out / page).read_text(encoding="utf-8")
        assert f'<a href="{up}method.html#at">how</a>' in told
        assert '<a href="https://other.example/a">them</a> or <a href="#chance">it</a>' in told


def test_words_that_look_like_the_code_of_a_link_are_words():
    assert str(prose(NOWHERE, 'Write href="figure:none" so.', 2)) == '<p>Write href="figure:none" so.</p>\n'


def test_a_story_says_where_the_numbers_come_from_that_it_declares(tmp_path, monkeypatch):
    without_paper(monkeypatch)
    numbers = '[{ text = "six districts", source = "Northmere Order 2014, article 3" }]'
    book = publishable(tmp_path / "book", files={"stories/chance.md": story("In six districts.", numbers=numbers)})
    build_report(book, tmp_path / "out", publish=True)
    said = say("prose.sources", sources="six districts: Northmere Order 2014, article 3")
    for page in ("commissioner.html", "contracts/dock.html"):
        assert f'<p class="note">{said}</p>' in (tmp_path / "out" / page).read_text(encoding="utf-8")
    told = Story("story", "A chance", "Spotlight", (), "Told.", sources=said)
    assert said in str(runs(small(told)))


def test_several_texts_of_one_part_stand_under_their_own_headings(tmp_path, monkeypatch):
    without_paper(monkeypatch)
    files = {f"sections/{name}.md": section(title=f'"{title}"', part='"employer"', order=order)
             for name, title, order in (("a-pay", "What we pay", "2"), ("b-posts", "Whom we employ", "1"))}
    files["sections/how.md"] = section(title='"How we work it out"', part='"method"')
    build_report(publishable(tmp_path / "book", files=files), tmp_path / "out")
    chapter = (tmp_path / "out/employer.html").read_text(encoding="utf-8")
    assert re.findall("<h2>(.*?)</h2>", chapter)[-2:] == ["Whom we employ", "What we pay"]
    # One text needs no heading but its part's.
    method = (tmp_path / "out/method.html").read_text(encoding="utf-8")
    assert "The year in our words." in method and "How we work it out" not in method
