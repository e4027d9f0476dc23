"""Both example reports, built once, and a browser to read them with. Run by `make test-journeys`; needs Chromium."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commonweal.report.build import build_report
from tests.house.repository import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
BOOKS = ("lcr-2023", "northmere")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each example book with the folder of its report."""
    folder = tmp_path_factory.mktemp("reports")
    for book in BOOKS:
        build_report(ROOT / "examples" / book, folder / book)
    return {book: folder / book for book in BOOKS}


@pytest.fixture(params=BOOKS)
def report(request: pytest.FixtureRequest, reports: dict[str, Path]) -> Path:
    """One report after the other."""
    return reports[request.param]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium")
    assert found, "These tests need Chromium on the PATH; tools/get_browser.sh installs it on Debian."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Open]:
    """Opens a file in a window of its own: `open_page(path, width=320, forced_colors="active")`."""
    contexts = []

    def opened(path: Path, *, width: int = 1280, height: int = 900, **settings: object) -> "Page":
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
