"""The fingerprint names what an edition says: typing it otherwise keeps it, changing one character of it does not."""

from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.frameworks.edition import digest_of, load_edition
from tests.editions.gallery import Edit, add, publish, swap
from tests.editions.good_edition import write_good


def _rewrite(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        raw = (folder / file).read_bytes()
        (folder / file).write_bytes(raw.replace(old.encode(), new.encode()))

    return edit


def _reverse_rows(folder: Path) -> None:
    heading, *rows = (folder / "values.csv").read_text("utf-8").splitlines()
    (folder / "values.csv").write_text("\n".join([heading, *reversed(rows)]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("edit", [
    _rewrite("values.csv", "\n", "\r\n"),
    _rewrite("edition.toml", "\n", "\r\n"),
    _reverse_rows,
    add("values.csv", "\n\n"),
    add("edition.toml", "# a comment\n"),
    swap("values.csv", "16.00,", '"£16",'),
    swap("edition.toml", 'url = ""\n', ""),
    swap("edition.toml", "add_kinds = []\n", ""),
    swap("bands.csv", "1000000,0.1", '"1,000,000",0.10'),
    add("README.md", "# About\n"),
], ids=["CRLF", "CRLF in TOML", "row order", "blank lines", "comment", "typing of a number", "blank key left out",
        "empty list left out", "thousands", "a page beside it"])
def test_typing_alone_does_not_change_it(edit: Edit, tmp_path: Path) -> None:
    folder = write_good(tmp_path / "edition")
    before = digest_of(folder)
    edit(folder)
    assert digest_of(folder) == before
    assert len(before) == 64 and set(before) <= set("0123456789abcdef")


@pytest.mark.parametrize("edit", [
    swap("values.csv", "16.00", "16.01"),
    swap("values.csv", "A wage", "A Wage"),
    swap("indices.csv", "2021,84", "2021,84.0001"),
    swap("edition.toml", "price_year = 2024", "price_year = 2023"),
    swap("edition.toml", 'title = "Statistics"', 'title = "Statistic"'),
    swap("crosswalk.csv", "Both count an hour", "Both count hours"),
    swap("criteria.csv", "How people", "How many people"),
    swap("bands.csv", "0.1,0.2", "0.1,0.3"),
    swap("measures.csv", "Hours of help", "Hours of aid"),
], ids=["amount", "capital", "index", "key", "source", "match", "criterion", "band", "measure"])
def test_any_word_or_figure_changes_it(edit: Edit, tmp_path: Path) -> None:
    folder = write_good(tmp_path / "edition")
    before = digest_of(folder)
    edit(folder)
    assert digest_of(folder) != before


def test_two_tables_cannot_trade_places(tmp_path: Path) -> None:
    folder = write_good(tmp_path / "edition")
    before = digest_of(folder)
    (folder / "criteria.csv").unlink()
    assert digest_of(folder) != before


def test_a_published_edition_loads_and_carries_its_fingerprint(tmp_path: Path) -> None:
    folder = write_good(tmp_path / "edition")
    publish(folder)
    edition, findings = load_edition(folder)
    assert findings == []
    assert edition is not None
    assert (folder / "DIGEST").read_text("utf-8") == f"sha256:{edition.digest}\n"


@pytest.mark.parametrize("edit", [
    swap("values.csv", "16.00", "sixteen"),
    swap("edition.toml", "add_kinds = []", "add_kinds = ["),
], ids=["a cell", "edition.toml"])
def test_what_cannot_be_read_whole_has_no_fingerprint(edit: Edit, tmp_path: Path) -> None:
    folder = write_good(tmp_path / "edition")
    edit(folder)
    with pytest.raises(Refused, match="cannot be read whole") as refusal:
        digest_of(folder)
    assert refusal.value.findings
