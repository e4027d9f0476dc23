"""The pages on importing are true: their sheet and their map, through the commands that they give."""

import re
from pathlib import Path

import pytest

from commonweal.cli import main
from tests.house.repository import ROOT

PAGE = (ROOT / "docs" / "how-to" / "bring-in-any-spreadsheet.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_sheet_of_the_page_comes_in_by_its_map_and_the_next_needs_none(
        tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("results.csv").write_text(block("csv"), encoding="utf-8")
    assert main(["new", "our-records"]) == 0
    assert main(["import", "our-records", "results.csv", "--propose", "deliveries", "--map", "proposed.toml"]) == 0
    assert 'quantity = "Hours"' in Path("proposed.toml").read_text(encoding="utf-8")
    Path("results.toml").write_text(block("toml"), encoding="utf-8")
    capsys.readouterr()
    assert main(["import", "our-records", "results.csv", "--map", "results.toml"]) == 1
    said = capsys.readouterr().out
    shown = next(line for line in PAGE.splitlines() if line.startswith("ERROR CELL-NUMBER"))
    assert shown in said.splitlines()
    assert "5 rows in = 3 accepted + 2 refused + 0 blank" in said
    assert main(["import", "our-records", "results.csv", "--map", "results.toml", "--agree"]) == 1
    assert "deliveries: 3 new" in capsys.readouterr().out
    later = block("csv").replace("R1,Repairs,October 2024,20", "R9,Repairs,February 2025,21")
    Path("next.csv").write_text(later, encoding="utf-8")
    main(["import", "our-records", "next.csv"])
    # The other two say that they stand in another file now.
    assert "deliveries: 1 new, 2 changed, 0 as they were" in capsys.readouterr().out
    main(["check", "our-records"])
    assert "0 to fix" in capsys.readouterr().out
    assert main(["import", "our-records", "--undo"]) == 0


def test_every_key_of_a_map_is_on_the_page():
    from commonweal.exchange.maps import reading

    named = {*reading._SOURCE, *reading._READ, *reading._JOIN, *reading._ONLY, *reading._UNIT, *reading._TABLE_KEYS}
    assert [key for key in sorted(named) if not re.search(rf"\b{key}\b", PAGE)] == []
