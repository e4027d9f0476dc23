"""A return answered in a workbook, in a real browser: taken, filled in, brought back, looked through, agreed to."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from commonweal.web.returns.models import Answer
from tests.exchange.saved import HEADING, names_of
from tests.journeys.web.conftest import NARROW, follow, in_order

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journeys
FIRST = "2025-q2.canteens.lantern-kitchen"
Visitor = Callable[..., "Page"]


def _typed(path: Path, key: str, **said: object) -> None:
    book = openpyxl.load_workbook(path)
    page = book["answers"]
    names = names_of(page)
    row = next(row for row in range(HEADING + 1, page.max_row + 1)
               if page.cell(row, names.index("line") + 1).value == key)
    for name, value in said.items():
        page.cell(row, names.index(name) + 1).value = value
    book.save(path)


@pytest.mark.parametrize("settings_of_browser", [{}, {"java_script_enabled": False, "width": NARROW}],
                         ids=["wide", "narrow without script"])
def test_a_workbook_is_taken_filled_in_and_brought_back(visitor: Visitor, tmp_path: Path, settings_of_browser):
    look = in_order if settings_of_browser.get("java_script_enabled", True) else (lambda page: None)
    sol = visitor("sol", f"/northmere/returns/{FIRST}/", **settings_of_browser)
    follow(sol.get_by_role("link", name="Answer in a workbook instead"))
    look(sol)
    with sol.expect_download() as waiting:
        sol.get_by_role("link", name="Take the workbook (.xlsx)").click()
    path = tmp_path / "return.xlsx"
    waiting.value.save_as(path)
    _typed(path, f"{FIRST}.1", quantity=-4)
    _typed(path, f"{FIRST}.2", quantity=20, note="Four days each")
    sol.set_input_files("input[type=file]", path)
    follow(sol.get_by_role("button", name="Look through it"))
    assert sol.get_by_text("This number is below 0.").is_visible()
    assert sol.get_by_role("cell", name="20").is_visible()
    look(sol)
    follow(sol.get_by_role("button", name="Fill in these answers"))
    assert sol.get_by_text("1 answer was filled in. Nothing was sent yet").is_visible()
    look(sol)
    assert Answer.objects.get(key=f"{FIRST}.2").quantity == 20
    sol.goto(f"/northmere/returns/{FIRST}/workbook/")
    sol.set_input_files("input[type=file]", {
        "name": "other.xlsx", "mimeType": "application/octet-stream", "buffer": b"a,b\n1,2\n"})
    follow(sol.get_by_role("button", name="Look through it"))
    assert sol.get_by_text("The file is no workbook.").is_visible()
    look(sol)
