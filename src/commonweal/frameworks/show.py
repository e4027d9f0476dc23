"""Editions as plain text for `commonweal editions list`, `show` and `check`."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.numbers import shorten
from commonweal.basics.periods import in_words
from commonweal.basics.tables import Record
from commonweal.frameworks.check import check_crosswalks
from commonweal.frameworks.edition import find_edition, load_edition, shipped_editions
from commonweal.frameworks.identity import FILE
from commonweal.frameworks.model import Edition, series_of

WIDTH = 110
# Of a longer series only the first and the last value are shown.
SHOWN_WHOLE = 3


def run_list(search: Sequence[Path]) -> tuple[str, int]:
    """The text and exit status of `editions list`: every framework version in these folders and the shipped ones."""
    return f"{list_editions([*search, shipped_editions()])}\nNext: commonweal editions show FRAMEWORK/VERSION", 0


def run_show(edition_id: str, search: Sequence[Path]) -> tuple[str, int]:
    """The text and exit status of `editions show`: one framework version, by framework/version or by its folder."""
    folder = Path(edition_id) if (Path(edition_id) / FILE).is_file() else find_edition(edition_id, list(search))
    if folder is None:
        return (f"There is no framework version '{edition_id}'. Write framework/version or a folder.\n"
                "Next: commonweal editions list"), 1
    edition, findings = load_edition(folder)
    if edition is None:
        return _report(folder, findings), 1
    return f"{show_edition(edition)}\nNext: commonweal editions check {folder}", 0


def run_check(folder: Path | None = None) -> tuple[str, int]:
    """The text and exit status of `editions check`: every fault of the version in a folder; 1 if there is an error.

    Without a folder it checks every version that is shipped.
    """
    if folder is not None:
        return _check(folder)
    checked = [_check(each.parent) for each in sorted(shipped_editions().glob(f"*/*/{FILE}"))]
    return "\n".join(text for text, _ in checked), max(status for _, status in checked)


def _check(folder: Path) -> tuple[str, int]:
    edition, findings = load_edition(folder)
    if edition is None:
        return _report(folder, findings), 1
    findings += _matches(edition)
    if by_severity(findings, Severity.ERROR):
        return _report(folder, findings), 1
    lines = [*(str(finding) for finding in findings), f"{edition.id}: nothing to fix. {_counts(edition)}"]
    return "\n".join([*lines, f"Next: commonweal editions show {folder}"]), 0


def _matches(edition: Edition) -> list[Finding]:
    """What is wrong in the matching table, by the versions that lie beside this one and those that are shipped."""
    others = []
    for file in [*edition.folder.parent.parent.glob(f"*/*/{FILE}"), *shipped_editions().glob(f"*/*/{FILE}")]:
        other, _ = load_edition(file.parent)
        if other is not None and other.id != edition.id:
            others.append(other)
    return [finding for finding in check_crosswalks([edition, *others]) if finding.file.startswith(f"{edition.id}/")]


def list_editions(paths: Sequence[Path]) -> str:
    """One line for each framework version found in these folders (framework/version below each)."""
    lines = []
    for path in paths:
        for file in sorted(path.glob(f"*/*/{FILE}")):
            folder = file.parent
            edition, findings = load_edition(folder)
            name = f"{folder.parent.name}/{folder.name}"
            if edition is None:
                errors = len(by_severity(findings, Severity.ERROR))
                lines.append(f"{name}: cannot be used, {errors} to fix. Next: commonweal editions check {folder}")
            else:
                lines.append(f"{edition.id}: {edition.title} ({edition.status}). {_counts(edition)}")
    return "\n".join(lines or ["No framework version here."])


def show_edition(edition: Edition) -> str:
    """One framework version as plain text: who, licence, cautions, measures by theme with £ per unit, sources."""
    until = f" until {in_words(edition.valid_to)}" if edition.valid_to else ""
    may = "may" if edition.redistributable else "may not"
    lines = [
        edition.title,
        f"{edition.id}, {edition.status}, {edition.publisher}, {in_words(edition.published)}",
        f"Licence: {edition.licence}. The version as a whole {may} be redistributed.",
        f"Counts what was done from {in_words(edition.valid_from)}{until}.",
        f"Fingerprint: sha256:{edition.digest}",
        _counts(edition),
    ]
    if edition.supersedes:
        lines.append(f"It follows version {edition.supersedes}.")
    if edition.add_kinds:
        lines.append(f"Types of £ that may be added: {', '.join(edition.add_kinds)}.")
    if edition.notes:
        lines += ["", "Cautions", *_bullets(edition.notes)]
    if edition.gaps:
        lines += ["", "Declared gaps", *_bullets(f"before {row}: {why}" for row, why in edition.gaps.items())]
    lines += _measures(edition)
    if edition.criteria:
        lines += ["", "Award criteria", *_bullets(f"{row.key}: {row.text('title')}" for row in edition.criteria)]
    if edition.bands:
        lines += ["", "Weights in awards", *_bullets(_band(row) for row in edition.bands)]
    if edition.indices:
        spans = (f"{name}: {min(years)} to {max(years)}" for name, years in edition.indices.items())
        lines += ["", "Indices", *_bullets(spans)]
    if edition.crosswalk:
        lines += ["", "Matching table", *_bullets(
            f"{row.text('measure')} → {row.text('other_framework')} {row.text('other_measure')} "
            f"({row.text('relation')}, × {shorten(row.number_or_zero('factor'))}): {row.text('note')}"
            for row in edition.crosswalk)]
    lines += ["", "Sources"]
    for source in edition.sources.values():
        about = f"{source.id}: {source.title}. {source.publisher}, {source.date}. Licence: {source.licence}."
        lines += _bullets([" ".join(part for part in (about, source.note, source.url) if part)])
    return "\n".join(lines)


def _measures(edition: Edition) -> list[str]:
    lines: list[str] = []
    themes = dict.fromkeys(measure.text("theme") for measure in edition.measures.values())
    for theme in themes:
        lines += ["", f"{edition.levels[0]}: {theme}"]
        for name, measure in edition.measures.items():
            if measure.text("theme") == theme:
                lines.append(f"- {name}: {measure.text('title')} (per {measure.text('unit')})")
                lines += [f"    {line}" for line in _values(name, edition)]
                if measure.text("no_value_because"):
                    lines += wrap(f"no £: {measure.text('no_value_because')}", WIDTH,
                                  initial_indent="    ", subsequent_indent="    ")
    return lines


def _values(measure: str, edition: Edition) -> Iterator[str]:
    series: dict[str, list[Record]] = {}
    for value in edition.values:
        if value.text("measure") == measure:
            series.setdefault(series_of(value), []).append(value)
    for values in series.values():
        values.sort(key=lambda value: value.text("valid_from"))
        short = len(values) <= SHOWN_WHOLE
        yield from (_value(value) for value in (values if short else values[:1]))
        if not short:
            yield f"… {len(values) - 2} more …"
            yield _value(values[-1])


def _value(value: Record) -> str:
    low, high = value.number("low"), value.number("high")
    span = f" ({_amount(low)} to {_amount(high)})" if low is not None and high is not None else ""
    area = f", {value.text('area')}" if value.text("area") else ""
    grade = value.text("confidence")
    trust = "" if grade == "not-graded" else f", graded {grade}"
    days = f"from {value.text('valid_from')}" + (f" to {value.text('valid_to')}" if value.text("valid_to") else "")
    part = f", part of {value.text('part_of')}" if value.text("part_of") else ""
    licence = "" if value.yes("redistributable") else ", may not be redistributed"
    amount = f"{_amount(value.number_or_zero('central'))}{span}, {value.count('price_year')} prices"
    return f"{value.text('kind')}: {amount}, {days}{area}{trust}{part}{licence}"


def _amount(amount: Decimal) -> str:
    """£ per unit as the source gives it: at least pence, more places only where they say something."""
    text = shorten(amount)
    whole, _, places = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}£{digits}.{places.ljust(2, '0')}"


def _band(row: Record) -> str:
    below = row.number("value_below")
    top = f" to under £{shorten(below)}" if below is not None else " or more"
    least, most = row.number_or_zero("weight_from"), row.number("weight_to")
    weight = f"at least {shorten(least)}" if most is None else f"{shorten(least)} to {shorten(most)}"
    value = f"£{shorten(row.number_or_zero('value_from'))}{top}"
    return f"{row.key}: contracts of {value}, weight {weight}, from {row.text('valid_from')}"


def _counts(edition: Edition) -> str:
    counts = (
        (len(edition.measures), "measure", "measures"),
        (len(edition.values), "£ per unit", "£ per unit"),
        (len(edition.indices), "index", "indices"),
        (len(edition.criteria), "criterion", "criteria"),
        (len(edition.bands), "band", "bands"),
        (len(edition.crosswalk), "row in the matching table", "rows in the matching table"),
    )
    return ", ".join(f"{count} {one if count == 1 else more}" for count, one, more in counts if count) + "."


def _bullets(texts: Iterable[str]) -> list[str]:
    # An address is never broken, so that it can be copied.
    return [line for text in texts for line in wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ",
                                                    break_on_hyphens=False, break_long_words=False)]


def _report(folder: Path, findings: list[Finding]) -> str:
    errors = len(by_severity(findings, Severity.ERROR))
    lines = [str(finding) for finding in findings]
    return "\n".join([*lines, f"{folder.name}: {errors} to fix.", f"Next: commonweal editions check {folder}"])
