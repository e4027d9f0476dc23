"""Links of a built report: each that stays within it must lead to a file, and to a place in it that is there."""

import re
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told

# Our own printer writes every attribute in double quotes and escapes what stands in it.
_LEADS = re.compile(r' (?:href|src)="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
# What is written last, when all is well: the sums over everything else.
_TO_COME = frozenset({"data/SHA256SUMS"})
_SITE = re.compile(r"[^\s/@]+\.[^\s/@]+|localhost", re.IGNORECASE)


def dead_links(folder: Path) -> list[Finding]:
    """A finding for each link whose file or place is not there, under the page that has it first.

    Of links to other sites only the form is looked at: nothing is fetched.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} | _TO_COME
    found: list[Finding] = []
    # The places that links lead to, by file, with the page and the link that lead there first.
    places: dict[str, dict[str, tuple[str, str]]] = {}
    # Pages of one folder have most of their links in common: each is looked at once.
    seen: set[tuple[str, str]] = set()
    for page in sorted(name for name in files if name.endswith(".html")):
        here = dirname(page)
        for written in dict.fromkeys(_LEADS.findall((folder / page).read_text(encoding="utf-8"))):
            key = (page if written.startswith("#") else here, written)
            if key in seen:
                continue
            seen.add(key)
            target = unescape(written)
            if fault := _fault_of_address(target):
                found.append(_dead("LINK-FORM", page, target, fault))
                continue
            parts = urlsplit(target)
            if parts.scheme:
                continue
            file = normpath(join(here, unquote(parts.path))) if parts.path else page
            if file not in files:
                found.append(_dead("LINK-DEAD", page, target, told("leads to a file that is not in the report")))
            elif parts.fragment:
                places.setdefault(file, {}).setdefault(unquote(parts.fragment), (page, target))
    for file, wanted in places.items():
        there = {unescape(name) for name in _ID.findall((folder / file).read_text(encoding="utf-8"))}
        found += [_dead("LINK-DEAD", page, target, told("leads to a place that is not on the page"))
                  for place, (page, target) in wanted.items() if place not in there]
    return sorted(found, key=lambda finding: (finding.file, finding.subject))


def _fault_of_address(target: str) -> Told | None:
    """What is wrong with the form of an address; None where nothing is, or where it stays within the report."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return told("is no address")
    if parts.scheme in ("http", "https"):
        return None if _SITE.fullmatch(parts.netloc.partition(":")[0]) else told("names no site")
    if parts.scheme == "mailto":
        return None if re.fullmatch(r"[^@\s]+@[^@\s]+", unquote(parts.path)) else told("is no e-mail address")
    return told("is of a kind that browsers may not open") if parts.scheme or parts.netloc else None


def _dead(code: str, page: str, target: str, why: Told) -> Finding:
    return Finding(code, Severity.STOP, told("the link to '{target}' {why}.", target=target, why=why),
                   told("Correct it where it is written: in a section, a story or a table."), page, None, "", target)
