"""Stories and chapters: with consent that ends, pictures that tell nothing of the camera, words that are safe."""

import hashlib
import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.basics.findings import Severity
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.ledger.pages import read_pages
from commonweal.report.prose.check import check_prose
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells
from commonweal.web.audit.actions import history
from commonweal.web.audit.models import Event
from commonweal.web.monitoring.refresh import refresh_body
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_in
from commonweal.web.register.models import Text
from commonweal.web.register.reading import book, settings_of, texts
from tests.house.repository import ROOT
from tests.report.publishable import camera_notes, png
from tests.web.conftest import TESTER, person, signed_in
from tests.web.test_register_forms import errors_of

STORY = {"title": "The gate", "role": "commissioner", "consent": "yes", "consent_by": "two residents",
         "consent_until_day": "31", "consent_until_month": "3", "consent_until_year": "2030",
         "words": "It *opens* again.", "row_version": "0", "do": "save"}


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _add(browser, kind="stories", **said):
    return browser.post(f"/smallford/texts/add/{kind}/", {**STORY, **said})


def _story(body, name="the-gate"):
    return next(page for page in read_pages(texts(body), "stories")[0] if page.name == name)


def test_a_story_is_written_as_the_file_that_the_records_hold(body, officer):
    answer = _add(officer, numbers="ten | the log of the gate", words="Opened ten times.\r\n\r\nAnd \"shut\".")
    assert answer.status_code == 302, errors_of(answer)
    story = _story(body)
    assert story.heading["consent_until"].isoformat() == "2030-03-31" and story.say("consent_by") == "two residents"
    assert story.text == 'Opened ten times.\n\nAnd "shut".'
    assert story.heading["numbers"] == [{"text": "ten", "source": "the log of the gate"}]
    assert "The gate" in officer.get("/smallford/texts/").content.decode()
    assert book(body).stories


@pytest.mark.parametrize("example", ["northmere", "lcr-2023"])
def test_every_story_and_chapter_is_saved_again_as_it_was_read(db, example):
    body = Body.objects.create(slug="smallford", name="Smallford Council")
    take_in(TESTER, body, ROOT / "examples" / example)
    officer = signed_in(person("officer", body))
    for path in Text.objects.filter(body=body, path__endswith=".md").values_list("path", flat=True):
        if not path.startswith(("stories/", "sections/")):
            continue
        kind = path.partition("/")[0]
        before = _page(body, kind, path)
        said = _typed(officer.get(f"/smallford/texts/{path}/").content.decode())
        answer = officer.post(f"/smallford/texts/{path}/", {**said, "do": "save"})
        assert answer.status_code == 302, errors_of(answer)
        after = _page(body, kind, path)
        # A key that says nothing, or no where that is what is meant without it, is left out.
        assert after.text == before.text
        told = {name: said for name, said in before.heading.items() if said not in ("", False, [])}
        assert dict(after.heading) == told


def _page(body, kind, path):
    pages = [page for found in read_pages(texts(body), kind)[0] for page in found.in_all]
    return next(page for page in pages if page.file == path)


def _typed(page):
    """What a browser would send of the form as it stands."""
    said = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in found and (found.get("type") not in ("radio", "checkbox") or re.search(r"\schecked", tag)):
            said[found["name"]] = unescape(found.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        said[name] = unescape(text).removeprefix("\n")
    for name, inside in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', inside)
        said[name] = chosen.group(1) if chosen else ""
    return {name: value for name, value in said.items() if name not in ("picture", "csrfmiddlewaretoken")}


def test_consent_needs_its_last_day_and_a_picture_its_words(body, officer):
    said = errors_of(_add(officer, consent_until_day="", consent_until_month="", consent_until_year=""))
    assert said == ["Write until when the people agreed."]
    said = errors_of(_add(officer, picture=SimpleUploadedFile("x.png", png(6, 4))))
    assert said == ["A picture needs words for those who cannot see it, and whose it is."]


def test_a_picture_is_kept_under_the_storys_name_whatever_it_was_called(body, officer):
    answer = _add(officer, picture=SimpleUploadedFile("../../evil.php", png(6, 4)), alt="A gate", rights="Ours")
    assert answer.status_code == 302, errors_of(answer)
    assert bytes(Text.objects.get(body=body, path="stories/the-gate.png").content) == png(6, 4)
    assert _story(body).say("image") == "the-gate.png"


def test_a_picture_is_kept_without_camera_notes_and_the_trail_names_what_arrived(body, officer):
    arrived = png(6, 4, camera_notes())
    answer = _add(officer, picture=SimpleUploadedFile("x.png", arrived), alt="A gate", rights="Ours")
    assert "camera&#39;s other notes were taken out" in officer.get(answer.headers["Location"]).content.decode()
    assert bytes(Text.objects.get(body=body, path="stories/the-gate.png").content) == png(6, 4)
    after = history("smallford", "texts", "stories/the-gate.md")[-1]["after"]
    assert after["stories/the-gate.png"] == hashlib.sha256(png(6, 4)).hexdigest()
    assert after["stories/the-gate.png.arrived"] == hashlib.sha256(arrived).hexdigest()


def test_a_picture_that_is_too_large_is_made_smaller_and_its_writer_is_told(body, officer):
    arrived = png(5_000, 40)
    answer = _add(officer, picture=SimpleUploadedFile("x.png", arrived), alt="A gate", rights="Ours")
    kept = Text.objects.get(body=body, path="stories/the-gate.jpg")
    told = officer.get(answer.headers["Location"]).content.decode()
    assert "The picture was made smaller" in told and "had 5,000 by 40 points" in told
    assert f"has 4,000 by 32 points and {len(kept.content):,} bytes. The larger one is not kept." in told
    assert "camera&#39;s other notes" not in told and _story(body).say("image") == "the-gate.jpg"
    after = history("smallford", "texts", "stories/the-gate.md")[-1]["after"]
    assert after["stories/the-gate.jpg.arrived"] == hashlib.sha256(arrived).hexdigest()
    assert [text.path for text in Text.objects.all() if bytes(text.content) == arrived] == []


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF89a", png(10_000, 5_001)])
def test_a_picture_that_is_none_or_vast_is_refused(body, officer, content):
    answer = _add(officer, picture=SimpleUploadedFile("x.png", content), alt="A gate", rights="Ours")
    assert answer.status_code == 200 and len(errors_of(answer)) == 1
    assert not Text.objects.filter(path__startswith="stories/the-gate").exists()


def test_the_preview_shows_the_words_as_the_report_does_and_runs_nothing(body, officer):
    answer = _add(officer, do="preview",
                  words="# Gate\n\nIt *opens*.<script>alert(1)</script> [x](javascript:alert(1))")
    page = answer.content.decode()
    inside = page[page.index('class="preview"'):page.index("</section>", page.index('class="preview"'))]
    assert "<em>opens</em>" in inside and "<script" not in inside and 'href="javascript' not in inside
    assert not Text.objects.filter(path="stories/the-gate.md").exists()


def test_a_number_that_nothing_stands_behind_is_pointed_at(body, officer):
    page = officer.post("/smallford/texts/add/stories/", {**STORY, "words": "It opened 417 times."}, follow=True)
    assert "417" in page.content.decode() and "To check" in page.content.decode()


HOURS, OF_ONE = "quantity.reported.volunteering-hours.2024-25", (
    "quantity.reported.volunteering-hours.activity.repairs.2024-25")
CHAPTER = {"title": "What was done", "part": "introduction", "state": "signed-off", "row_version": "0", "do": "save",
           "author": "Office", "signed_day": "1", "signed_month": "6", "signed_year": "2025", "order": "1"}


@pytest.mark.parametrize(("words", "said"), [
    (f"They gave {{{HOURS}}}.", ""), (f"They gave {{{OF_ONE}, number only}} hours.", ""),
    (f"Good.\n\nThey gave {{{HOURS[:-1]}}}.",
     f"In line 3 of the words: there is no figure '{HOURS[:-1]}'. Did you mean {HOURS}"),
    (f"They gave {{{OF_ONE}.2}}.", f"In line 1 of the words: there is no figure '{OF_ONE}.2'. Did you mean {OF_ONE}"),
    ("They gave {hours}.", "there is no figure 'hours'. The ids stand on the figures' pages"),
    (f"They gave {{{HOURS}, roughly}}.", "a reference cannot be printed 'roughly'. After the comma write"),
])
def test_a_figure_that_is_named_and_not_there_is_found_when_a_text_is_saved_as_when_it_is_published(
        body, officer, words, said):
    refresh_body.call(body.slug)
    answer = officer.post("/smallford/texts/add/sections/", {**CHAPTER, "words": words})
    assert answer.status_code == 302, errors_of(answer)  # Saving is never kept back.
    page = unescape(" ".join(re.sub("<[^>]*>", " ", officer.get(answer.headers["Location"]).content.decode()).split()))
    assert (said in page and "To fix" in page) if said else "there is no figure" not in page
    with frozen(book(body), date(2025, 3, 31)) as snapshot:
        figures = {figure.id: figure for figure in compute(Facts.of(snapshot, cells(snapshot)))}
    stops = [found for found in check_prose(book(body), figures) if found.severity is Severity.ERROR]
    assert [found.message in page for found in stops] == ([True] if said else [])


def test_before_figures_were_made_nobody_says_that_one_is_not_there_and_in_a_draft_it_stops_nothing(body, officer):
    words = {**CHAPTER, "state": "draft", "words": "They gave {hours}."}
    page = officer.post("/smallford/texts/add/sections/", words, follow=True).content.decode()
    assert "there is no figure" not in page
    refresh_body.call(body.slug)
    page = officer.get("/smallford/texts/sections/what-was-done.md/").content.decode()
    assert "there is no figure &#39;hours&#39;" in page and "To fix" not in page and "To check" in page


def test_a_heading_cannot_be_broken_out_of(body, officer):
    answer = _add(officer, title='The "gate"\\', source='x"\n+++\nconsent = "no"')
    assert answer.status_code == 302, errors_of(answer)
    assert _story(body).say("title") == 'The "gate"\\' and _story(body).say("consent") == "yes"


def test_two_who_write_one_story_see_it(body, officer):
    _add(officer)
    address = "/smallford/texts/stories/the-gate.md/"
    assert officer.post(address, {**STORY, "row_version": "1", "words": "First."}).status_code == 302
    met = officer.post(address, {**STORY, "row_version": "1", "words": "Second."})
    assert "Somebody else changed this while you were writing" in met.content.decode()
    assert _story(body).text == "First."
    version = re.search(r'name="row_version" value="(\d+)"', met.content.decode()).group(1)
    officer.post(address, {**STORY, "row_version": version, "words": "Second."})
    assert _story(body).text == "Second."


def test_what_a_story_said_is_kept_apart_from_the_chain(body, officer):
    _add(officer, words="Jo opened it.")
    event = Event.objects.get(table="texts")
    apart = history("smallford", "texts", event.key)[0]["apart"]
    assert "Jo" not in event.after + event.before and "Jo" in apart["after"]


def test_a_manager_writes_the_stories_of_their_own_contract_and_gives_none_away(body, officer):
    _add(officer, activity="repairs")
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    assert "/texts/stories/the-gate.md/" in manager.get("/smallford/activities/repairs/").content.decode()
    address = "/smallford/texts/stories/the-gate.md/"
    assert manager.post(address, {**STORY, "activity": "", "row_version": "1"}).status_code == 200
    answer = manager.post(address, {**STORY, "activity": "repairs", "row_version": "1", "words": "Ours."})
    assert answer.status_code == 302 and _story(body).text == "Ours."
    _add(officer, title="Another")
    assert manager.get("/smallford/texts/stories/another.md/").status_code == 404


# --- the settings -----------------------------------------------------------------------------------------------------


def _settings(browser, **said):
    page = browser.get("/smallford/settings/").content.decode()
    return browser.post("/smallford/settings/", {**_typed(page), **said})


def test_what_is_said_anew_changes_and_everything_else_stays_to_the_letter(body, officer):
    before, text = settings_of(body), bytes(Text.objects.get(body=body, path="book.toml").content).decode()
    assert _settings(officer, title='Report "2"', contact="Access Team, access@smallford.example").status_code == 302
    after, now = settings_of(body), bytes(Text.objects.get(body=body, path="book.toml").content).decode()
    assert (after.title, after.accessibility.contact) == ('Report "2"', "Access Team, access@smallford.example")
    assert after.periods == before.periods and after.editions == before.editions
    lost = [line for line in text.splitlines() if line not in now.splitlines()]
    assert all(line.startswith(("title", "contact")) for line in lost)


def test_a_further_period_is_asked_for_whole_and_must_come_after_the_last(body, officer):
    said = {"period_id": "2099-00", "period_label": "2099/00", "period_kind": "financial-year"}
    assert len(errors_of(_settings(officer, **said))) == 2
    days = {"period_start_day": "1", "period_start_month": "4", "period_end_day": "31", "period_end_month": "3"}
    early = errors_of(_settings(officer, **said, **days, period_start_year="2000", period_end_year="2001"))
    assert len(early) == 1 and "starts before the one above it ends" in early[0]
    answer = _settings(officer, **said, **days, period_start_year="2098", period_end_year="2099")
    assert answer.status_code == 302 and settings_of(body).period.label == "2099/00"


def test_two_who_change_the_settings_never_overwrite_each_other(body, officer):
    page = _typed(officer.get("/smallford/settings/").content.decode())
    officer.post("/smallford/settings/", {**page, "title": "First"})
    text = officer.post("/smallford/settings/", {**page, "title": "Second"}).content.decode()
    assert "nothing of yours was saved" in text and settings_of(body).title == "First"
