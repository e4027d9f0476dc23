"""What the tests ask of an open page, and which pages stand for all of a report."""

import base64
import shutil
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# WCAG 2.2 AA and what axe holds to be good practice beyond it.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Lists longer than this are made as the shorter ones are, and keep axe busy for up to half a minute each.
LONG = 60_000


def chosen(report: Path) -> list[Path]:
    """The page of each part, the shorter lists, the longest page of each rule of figures, and the middling contract.

    The longest contracts say the same as the others, and keep axe as busy as the longest lists do.
    """
    figures = sorted((report / "figures").glob("*.html"))
    lists = [page for page in figures if _is_list(page)]
    longest: dict[str, Path] = {}
    for page in sorted(set(figures) - set(lists), key=lambda page: (page.stat().st_size, page.name)):
        longest[page.name.partition(".")[0]] = page
    contracts = sorted((report / "contracts").glob("*.html"), key=lambda page: (page.stat().st_size, page.name))
    contract = contracts[len(contracts) // 2]
    places = sorted((report / "places").glob("*.html"), key=lambda page: (page.stat().st_size, page.name))
    short = [page for page in lists if page.stat().st_size < LONG]
    return [*parts(report), contract, *places[-1:], *short, *longest.values()]


def parts(report: Path) -> list[Path]:
    """The pages of the parts of the report, the first page first."""
    return sorted(report.glob("*.html"), key=lambda page: (page.name != "index.html", page.name))


def few(report: Path) -> list[Path]:
    """One page of each sort: the first, a chapter, one with a map, a contract, a figure, a list, the £ per unit."""
    pages = {page.name.partition(".")[0]: page for page in chosen(report)}
    contract = next(page for page in chosen(report) if page.parent.name == "contracts")
    chapter = report / "service-provider.html"
    others = [contract, pages["value"], pages["list-coverage-role"], pages["per-unit"]]
    return [report / "index.html", chapter, report / "places.html", *others]


def _is_list(page: Path) -> bool:
    return page.name.startswith(("list-", "index.", "per-unit."))


def broken_copy(page: Path, folder: Path, old: str, new: str) -> Path:
    """A copy of a page of figures or contracts, with its style, in which a piece of its HTML is replaced."""
    text = page.read_text(encoding="utf-8")
    assert old in text, old
    shutil.copytree(page.parent.parent / "assets", folder / "assets")
    copy = folder / "figures" / page.name
    copy.parent.mkdir()
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def axe(page: "Page", *, leave_out: Iterable[str] = ()) -> dict[str, list[str]]:
    """What axe holds against a page: the first elements of each rule broken."""
    # Its own reader of this file asks the machine's language for an encoding, and ours is "C".
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    options = {
        "runOnly": {"type": "tag", "values": list(RULES)},
        "rules": {rule: {"enabled": False} for rule in leave_out},
        "resultTypes": ["violations", "incomplete"],
    }
    answer = page.evaluate("options => axe.run(document, options)", options)
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"][:5]] for rule in answer["violations"]} | {
        f"{rule['id']} (undecided)": undecided for rule in answer["incomplete"] if (undecided := _undecided(rule))
    }


def _undecided(rule: dict) -> list[str]:
    """What axe could not decide and a person would have to: not cells of a table that must be scrolled into view.

    Nor words in a chart, whose grounds axe cannot see: tests/report/test_charts.py holds every pair of them.
    """
    beyond = {"elmPartiallyObscured", "shortTextContent", "bgOverlap"} if rule["id"] == "color-contrast" else set()
    return [
        f"{node['html'][:200]} {check['message']}"
        for node in rule["nodes"]
        if not (rule["id"] == "color-contrast" and node["html"].startswith(("<text", "<tspan")))
        for check in node["any"] + node["all"] + node["none"]
        if not (isinstance(check["data"], dict) and check["data"].get("messageKey") in beyond)
    ]


def too_wide(page: "Page") -> list[str]:
    """What reaches over the edge of the window, but for the contents of regions made to be scrolled."""
    return page.evaluate("""() => {
        const edge = document.documentElement.clientWidth;
        const wide = [...document.body.querySelectorAll('*')].filter(found =>
            found.getBoundingClientRect().right > edge + 1
            && !found.parentElement.closest('.scroll, .cover-mark, .story-mark, .bar, .hidden'));
        const moves = document.documentElement.scrollWidth > edge ? ['the page itself scrolls sideways'] : [];
        return [...moves, ...wide.map(found => found.outerHTML.slice(0, 150))];
    }""")


def cut_off(page: "Page") -> list[str]:
    """What hides some of its own text: a box that neither grows nor scrolls."""
    return page.evaluate("""() => [...document.body.querySelectorAll('*')].filter(found => {
        const style = getComputedStyle(found);
        return ['hidden', 'clip'].includes(style.overflowY) && !found.closest('svg, .hidden')
            && (found.scrollHeight > found.clientHeight + 1 || found.scrollWidth > found.clientWidth + 1);
    }).map(found => found.outerHTML.slice(0, 150))""")


FOCUSED = """() => {
    const found = document.activeElement;
    if (!found || found === document.body) return null;
    // Of each line of it, the part that can be seen; a region longer than the window is seen where it is.
    const region = found.parentElement.closest('.scroll')?.getBoundingClientRect();
    const seen = [...found.getClientRects()].map(box => ({
        left: Math.max(box.left, region?.left ?? 0, 0),
        right: Math.min(box.right, region?.right ?? innerWidth, innerWidth),
        top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    })).filter(box => box.left < box.right && box.top < box.bottom);
    const free = seen.some(box => {
        const over = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        return over && (found.contains(over) || over.contains(found));
    });
    const style = getComputedStyle(found);
    let fault = seen.length ? (free ? '' : 'is covered') : 'is out of sight';
    if (!fault && found.id !== 'content' && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2))
        fault = 'shows no focus';
    return {html: found.outerHTML.slice(0, 150), fault, place: [...document.querySelectorAll('*')].indexOf(found)};
}"""


def focus_stops(page: "Page") -> list[dict]:
    """Each place that Tab reaches, from the top of the page to its end, with what is wrong about it."""
    stops: list[dict] = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        # After the last one the focus leaves the page, or starts again.
        if stop is None or (stops and stop["html"] == stops[0]["html"]):
            return stops
        stops.append(stop)


def contrast(page: "Page", selector: str) -> float:
    """The contrast, by WCAG's formula, of the lightest and the darkest pixel of the first such element, as it is drawn.

    In forced colours a browser does not tell what colours it uses: one has to look.
    """
    found = page.locator(selector).first
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    # One px less on each side: an edge that falls between two pixels is drawn in a colour that is neither's.
    inside = {"x": box["x"] + 1, "y": box["y"] + 1, "width": box["width"] - 2, "height": box["height"] - 2}
    light = _luminances(page, base64.b64encode(page.screenshot(clip=inside)).decode())
    return (max(light) + 0.05) / (min(light) + 0.05)


def _luminances(page: "Page", picture: str) -> list[float]:
    """Of each colour in a picture."""
    return page.evaluate("""async picture => {
        const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        const linear = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        const seen = new Set();
        const data = canvas.getImageData(0, 0, image.width, image.height).data;
        for (let i = 0; i < data.length; i += 4)
            seen.add(0.2126 * linear(data[i]) + 0.7152 * linear(data[i + 1]) + 0.0722 * linear(data[i + 2]));
        return [...seen];
    }""", picture)
