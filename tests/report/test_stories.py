"""Stories: told only with consent that holds; with a photograph that has words and an owner, or with a drawing."""

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from commonweal.basics.findings import Refused
from commonweal.cli import main
from commonweal.ledger.checked import check_book
from commonweal.ledger.pictures import MOST_BYTES, MOST_PIXELS, NotAPicture, read_picture
from commonweal.ledger.tables import AREAS
from commonweal.report.build import build_report
from commonweal.report.dead_links import dead_links
from commonweal.report.mark import story_mark
from commonweal.report.verify import verify
from commonweal.snapshot.store import read_snapshot, write_snapshot
from tests.checks.small_book import ROWS, small_book
from tests.report.documents import BOOKS, document
from tests.report.publishable import camera_notes, jpeg, png, publishable, story, webp, without_paper

ALT, RIGHTS = "A wall, half built, & two people", "Builder Ltd, CC BY 4.0"
SHOWN = {"image": '"dock.png"', "alt": f'"{ALT}"', "rights": f'"{RIGHTS}"'}


def built(folder: Path, text: str, pictures: dict[str, bytes] | None = None, *, name: str = "out") -> Path:
    book = publishable(folder / f"{name}-book", {}, {"stories/chance.md": text}, pictures)
    build_report(book, folder / name)
    return folder / name


def pages(report: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(report.rglob("*.html")))


# --- photographs ------------------------------------------------------------------------------------------------------


def test_a_photograph_is_printed_with_its_words_its_size_and_its_owner(tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    report = built(tmp_path, story(**SHOWN), {"dock.png": png(12, 8)})
    [asset] = [path for path in (report / "assets").iterdir() if path.suffix == ".png"]
    assert asset.read_bytes() == png(12, 8) and re.fullmatch("[0-9a-f]{16}", asset.stem)
    html = pages(report)
    image = (f'src="[./]*assets/{asset.name}" alt="A wall, half built, &amp; two people" width="12" height="8" '
             'loading="lazy">')
    assert re.search(image, html) and f"Picture: {RIGHTS}" in html
    assert "story-mark" not in html
    assert verify(report).sound


def test_the_same_book_gives_the_same_pdf_with_the_photograph_and_its_words_in_it(tmp_path: Path):
    one, other = (built(tmp_path, story(**SHOWN), {"dock.png": png(12, 8)}, name=name) for name in ("one", "two"))
    assert (one / "report.pdf").read_bytes() == (other / "report.pdf").read_bytes()
    with pikepdf.open(one / "report.pdf") as file:
        alts = [str(item["/Alt"]) for item in file.objects
                if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        drawn = [item for item in file.objects
                 if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image" and item.get("/Width") == 12]
    assert ALT in alts and len(drawn) == 1


@pytest.mark.parametrize("missing", ["alt", "rights"])
def test_a_photograph_without_words_or_owner_is_not_printed_at_all(missing: str, tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    report = built(tmp_path, story(**{**SHOWN, missing: ""}), {"dock.png": png()})
    assert "<img" not in pages(report) and "story-mark" in pages(report)
    assert not [path for path in report.rglob("*.png")]


@pytest.mark.parametrize("content", [png(30, 20), jpeg(30, 20), webp(30, 20), webp(30, 20, lossless=True)])
def test_a_picture_is_known_by_its_content(content: bytes, tmp_path: Path):
    (tmp_path / "named.gif").write_bytes(content)
    picture = read_picture(tmp_path / "named.gif")
    assert (picture.width, picture.height) == (30, 20) and picture.content == content


@pytest.mark.parametrize(("content", "code"), [
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "PICTURE-KIND"),
    (b"GIF89a\x01\0\x01\0", "PICTURE-KIND"),
    (b"", "PICTURE-KIND"),
    (b"\x89PNG\r\n\x1a\n", "PICTURE-KIND"),
    (png()[:40], "PICTURE-KIND"),
    (jpeg()[:9], "PICTURE-KIND"),
    (b"\xff\xd8\xff\xda\0\x02", "PICTURE-KIND"),
    (b"\xff\xd8\xff\xe0\0\0\0\0", "PICTURE-KIND"),
    (b"RIFF\0\0\0\0WAVEfmt ", "PICTURE-KIND"),
    (png(MOST_PIXELS + 1, 1), "PICTURE-SIZE"),
    (png(0, 4), "PICTURE-SIZE"),
    (png() + b"\0" * MOST_BYTES, "PICTURE-SIZE"),
    (png(6, 4, camera_notes()), "PICTURE-TELLS"),
    (jpeg(notes=True), "PICTURE-TELLS"),
])
def test_what_is_no_picture_or_tells_too_much_is_refused(content: bytes, code: str, tmp_path: Path):
    (tmp_path / "dock.png").write_bytes(content)
    with pytest.raises(NotAPicture) as stopped:
        read_picture(tmp_path / "dock.png")
    assert stopped.value.code == code and ": " in str(stopped.value)


@pytest.mark.parametrize(("name", "code"), [
    ("nowhere.png", "PICTURE-MISSING"), ("../book.toml", "PICTURE-NAME"), ("/etc/hostname", "PICTURE-NAME"),
    ("https://a.example/x.png", "PICTURE-NAME"),
])
def test_a_picture_lies_beside_its_story_or_is_an_error(name: str, code: str, tmp_path: Path):
    with pytest.raises(Refused) as stopped:
        built(tmp_path, story(**{**SHOWN, "image": f'"{name}"'}))
    [finding] = stopped.value.findings
    assert (finding.code, finding.file, finding.column) == (code, "stories/chance.md", "image")


def test_a_picture_of_the_most_pixels_is_taken(tmp_path: Path):
    (tmp_path / "dock.png").write_bytes(png(MOST_PIXELS, MOST_PIXELS))
    assert read_picture(tmp_path / "dock.png").width == MOST_PIXELS


def test_a_snapshot_holds_the_pictures_and_notices_another_one(tmp_path: Path):
    book = small_book(tmp_path / "book", {}, {"stories/chance.md": story()})
    plain = write_snapshot(book, book.settings.period.span.end, tmp_path / "plain").digest
    digests = set()
    for number, picture in enumerate((png(6, 4), png(4, 6))):
        texts = {"stories/chance.md": story(**SHOWN)}
        checked = check_book(publishable(tmp_path / f"book{number}", {}, texts, {"dock.png": picture})).book
        digests.add(write_snapshot(checked, checked.settings.period.span.end, tmp_path / f"frozen{number}").digest)
        assert (tmp_path / f"frozen{number}" / "stories" / "dock.png").read_bytes() == picture
        assert read_snapshot(tmp_path / f"frozen{number}").book.stories[0].say("image") == "dock.png"
    assert len(digests | {plain}) == 3


@pytest.mark.parametrize("negative", ["", "true"], ids=["well", "badly"])
@pytest.mark.parametrize("role", AREAS)
def test_a_story_is_told_whatever_role_it_is_of(role: str, negative: str, tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    text = story("The harbour sings.", role=f'"{role}"', activity="", place="", negative=negative)
    report = built(tmp_path, text)
    page = "across" if role in AREAS[-2:] else role
    assert "The harbour sings." in (report / f"{page}.html").read_text(encoding="utf-8")
    led = f'href="{page}.html#story-chance"' in (report / "index.html").read_text(encoding="utf-8")
    assert led == bool(negative) and dead_links(report) == []


def test_a_ratio_of_no_single_role_stands_beside_the_other_accounts_of_all(tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    ratio = {"id": "each", "title": "£ for each hour", "role": "cross-cutting", "numerator": "activities/dock",
             "denominator": f"commitments/{ROWS['commitments'][0]['id']}", "unit": "£ an hour", "places": "2"}
    build_report(publishable(tmp_path / "book", {"ratios": [ratio]}), tmp_path / "out")
    assert 'href="figures/ratios.each.html"' in (tmp_path / "out/across.html").read_text(encoding="utf-8")


# --- consent ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "told"), [("2025-03-31", True), ("2025-03-30", False)])
def test_a_story_is_told_only_while_its_people_agree(until: str, told: bool, tmp_path: Path, monkeypatch):
    """Consent has to hold on the day of publication, the last of March; else nothing of the story leaves the house."""
    without_paper(monkeypatch)
    report = built(tmp_path, story("The harbour sings.", consent_until=until, **SHOWN), {"dock.png": png()})
    everywhere = b"".join(path.read_bytes() for path in report.rglob("*") if path.is_file())
    assert (b"The harbour sings." in everywhere) == told
    assert bool([*report.rglob("*.png")]) == told
    assert (report / "data" / "stories" / "chance.md").exists() == told


@pytest.mark.parametrize(("done", "refused"), [("", True), ("2025-03-31", False)], ids=["not-yet", "came-out-in-time"])
def test_who_publishes_late_is_held_to_that_day(done: str, refused: bool, tmp_path: Path, monkeypatch, capsys):
    """Due on the last of March, published in June: consent ran out in May, unless the report came out in time."""
    without_paper(monkeypatch)
    book = publishable(tmp_path / "book", files={"stories/chance.md": story(consent_until="2025-05-31")})
    calendar = book / "calendar.csv"
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("2025-03-31,\n", f"2025-03-31,{done}\n"),
                        encoding="utf-8")
    built = build_report(book, tmp_path / "out", today=date(2025, 6, 1))
    assert [line.name for line in built.lines if not line.done] == (["Consent"] if refused else [])
    # The command takes the day from the clock, which is past that one.
    assert main(["report", str(book), "-o", str(tmp_path / "published"), "--publish"]) == int(refused)
    assert ("CONSENT-NOT-HELD" in capsys.readouterr().out) == refused


def test_a_draft_text_is_in_no_file_of_the_report(tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    draft = '+++\ntitle = "Mumblings"\npart = "method"\norder = 1\nstate = "draft"\n+++\nThe harbour sings.\n'
    book = publishable(tmp_path / "book", {}, {"sections/method.md": draft})
    build_report(book, tmp_path / "out")
    everywhere = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"The harbour sings." not in everywhere and b"Mumblings" not in everywhere
    assert b"texts that are still being written and are not printed: 1" in everywhere


# --- drawings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", AREAS)
def test_a_drawing_is_small_the_same_each_time_and_hidden_from_screen_readers(role: str):
    one = story_mark("story-a", role)
    assert one == story_mark("story-a", role) and one != story_mark("story-b", role)
    assert len(one.encode()) < 2_000 and 'aria-hidden="true"' in one and "<script" not in one


def test_every_drawing_of_the_examples_is_below_two_kilobytes_and_none_is_like_another():
    names = [f"story-{page.name}" for book in BOOKS for page in document(book).year.book.stories]
    drawn = [story_mark(name, "investor") for name in names]
    assert len(names) > 20 and max(map(len, drawn)) < 2_000 and len(set(drawn)) == len(drawn)
