"""What the pages may never show, and what no text of a record can make them do."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from commonweal.ledger.starter import write_starter
from tests.report.printing import look, print_book

CANARY = "KEEP-THIS-INSIDE"
ATTACK = "<script>alert(1)</script><b onmouseover=x>bold</b>"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_starter(tmp_path / "book")
    return tmp_path / "book"


def change(path: Path, mend: Callable[[list[dict[str, str]]], None]) -> None:
    """Read a CSV file, change its rows, and write it back with whatever columns they now have."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.exists() else []
    mend(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def set_cells(path: Path, cells: Mapping[str, str]) -> None:
    """Set the same cells in every row."""
    change(path, lambda rows: [row.update(cells) for row in rows] and None)


def add_claim(book: Path, name: str, **cells: str) -> None:
    """A claim like the first one, with an id of its own and cells changed."""
    change(book / "deliveries.csv", lambda rows: rows.append({**rows[0], "id": name, **cells}))


def everything(pages: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(pages.rglob("*")) if path.is_file())


def test_internal_columns_stay_inside(book: Path, tmp_path: Path) -> None:
    for table in ("activities", "commitments", "deliveries"):
        set_cells(book / f"{table}.csv", {"internal_note": CANARY})
    set_cells(book / "reviews.csv", {"reason": CANARY, "by": CANARY, "maker": CANARY})
    set_cells(book / "evidence.csv", {"file_name": CANARY})
    assert CANARY not in everything(print_book(book, tmp_path / "out"))


@pytest.mark.parametrize("state", ["draft", "queried", "rejected"])
def test_a_claim_that_is_open_or_not_accepted_stands_beside_nobody(book: Path, tmp_path: Path, state: str) -> None:
    add_claim(book, "claim-in-doubt", state=state, quantity="987.25", note=CANARY, source=CANARY)
    text = everything(print_book(book, tmp_path / "out"))
    assert CANARY not in text and "claim-in-doubt" not in text and "987.25" not in text
    quality = look(tmp_path / "out" / "quality.html").words
    assert {"draft": "Not yet sent", "queried": "Question asked", "rejected": "Not accepted"}[state] in quality


def test_a_bid_that_may_still_lose_is_not_shown(book: Path, tmp_path: Path) -> None:
    change(
        book / "commitments.csv",
        lambda rows: rows.append(
            {**rows[0], "id": "bid-pending", "stage": "offered", "quantity": "765.5", "baseline_note": CANARY}
        ),
    )
    text = everything(print_book(book, tmp_path / "out"))
    assert CANARY not in text and "bid-pending" not in text and "765.5" not in text


def test_people_with_a_protected_characteristic_are_never_shown_line_by_line(book: Path, tmp_path: Path) -> None:
    set_people = book / "editions/my-framework/2025/measures.csv"
    change(
        set_people,
        lambda rows: rows.append(
            {
                **rows[1],
                "id": "disabled-starters",
                "title": "Disabled people who started work",
                "people": "characteristic",
            }
        ),
    )
    add_claim(book, "starters-small", measure="disabled-starters", commitment="", quantity="3", note=CANARY)
    pages = print_book(book, tmp_path / "out")
    text = everything(pages)
    assert "starters-small" not in text and CANARY not in text
    figures = [page for page in (pages / "figures").glob("quantity.*disabled-starters*")]
    assert figures
    for page in figures:
        words = look(page).words
        assert "[c]" in words and "the number is withheld" in words and "3 apprentices" not in words


def test_values_under_a_closed_licence_show_no_pound_of_a_line(book: Path, tmp_path: Path) -> None:
    set_cells(book / "editions/my-framework/2025/values.csv", {"redistributable": "no"})
    pages = print_book(book, tmp_path / "out")
    text = everything(pages)
    assert "£15.00" not in text and "£11.00" not in text and "£19.00" not in text
    checked = next((pages / "figures").glob("value.verified.2024-25*"))
    words = look(checked).words
    # The total rests on one value: beside its 60 hours it would give that value away.
    assert "£900.00" not in words and "withheld by licence" in words and "60 hours" in words
    assert "the amount of a licensed value could be worked back from it" in words


def test_hostile_text_is_printed_and_not_obeyed(book: Path, tmp_path: Path) -> None:
    set_cells(book / "activities.csv", {"title": f"Repairs {ATTACK}", "summary": ATTACK, "note": f"Note {ATTACK}"})
    set_cells(book / "organisations.csv", {"name": f"Body {ATTACK}"})
    set_cells(book / "deliveries.csv", {"source": f"Return {ATTACK}"})
    story = book / "stories/garden.md"
    story.write_text(
        story.read_text(encoding="utf-8")
        + f"""
{ATTACK} [click](javascript:alert(1)) ![spy](https://spy.example/pixel.png) <img src=x onerror=alert(1)>

<iframe src="https://spy.example"></iframe>
""",
        encoding="utf-8",
    )
    pages = print_book(book, tmp_path / "out")
    for page in pages.rglob("*.html"):
        seen = look(page)
        assert seen.faults == [], page.name
        assert not {"script", "b", "img", "iframe"} & set(seen.tags), page.name
        assert not [link for link in seen.links if link.startswith("javascript:")], page.name
        assert not [found for _, found in seen.attributes if any(name.startswith("on") for name in found)], page.name
    assert "alert(1)" in look(pages / "index.html").words


def test_a_story_without_consent_or_whose_consent_has_run_out_is_not_told(book: Path, tmp_path: Path) -> None:
    story = book / "stories/garden.md"
    sound = story.read_text(encoding="utf-8").replace("A path for the garden", CANARY)
    story.write_text(sound, encoding="utf-8")
    assert CANARY in everything(print_book(book, tmp_path / "told"))
    for name, consent in (("no", '"no"'), ("over", '"yes"\nconsent_until = 2025-03-30')):
        story.write_text(sound.replace('"not-needed"', consent), encoding="utf-8")
        assert CANARY not in everything(print_book(book, tmp_path / name))
