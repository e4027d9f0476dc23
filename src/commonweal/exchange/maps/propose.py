"""Proposing a column map from the headings of a sheet and what stands under them; a person corrects it.

A proposal is a draft. What it is unsure of stands in it as a comment, so that nothing is taken that nobody looked at.
"""

import json
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import islice

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Column, Kind, Table
from commonweal.basics.told import told
from commonweal.exchange.files import Cell, Opened, Sheet, as_text, blank
from commonweal.exchange.maps.below_zero import style_of
from commonweal.exchange.maps.dates import PARTIAL, STYLES, ambiguous, fitting_styles
from commonweal.exchange.maps.headings import likely_heading, names_of
from commonweal.exchange.maps.model import TABLES, VERSION_TABLES

_SAMPLES = 200
# Below this a heading and a column are not alike enough to be proposed.
_ALIKE = 0.6
_MOST_CHOICES = 12
# A list of payments has no ids of its own: its numbers are of invoices, of which one may be paid in several rows.
_MADE_IDS = {"payments": '{ words = "{fingerprint}.{row}", make = "id" }'}
# What people call our columns; the first words of a column's own name need not stand here.
_ALSO = {
    "id": ("id", "ref", "reference", "code", "identifier", "unique id", "number"),
    "name": ("name", "organisation", "organisation name", "supplier", "supplier name", "company"),
    "title": ("title", "contract title", "project name", "contract name", "description", "project title"),
    "activity": ("project", "project id", "contract", "contract reference", "contract id", "contract number"),
    "organisation": ("organisation", "organisation id", "supplier id", "company"),
    "measure": ("measure", "metric", "kpi", "outcome", "outcome metric", "commitment", "toms reference"),
    "quantity": ("quantity", "number", "target", "achieved", "outcomes achieved", "delivered", "actual", "total",
                 "hours", "number of hours"),
    "state": ("state", "status", "progress"),
    "value": ("value", "contract value", "total value", "worth", "award value"),
    "start": ("start", "start date", "from", "period start", "commencement date"),
    "end": ("end", "end date", "to", "period end", "expiry date"),
    "due": ("due", "due date", "deadline", "by when", "target date", "end date"),
    "awarded": ("awarded", "award date", "date awarded"),
    "amount": ("amount", "net amount", "value", "payment amount", "total", "amount paid"),
    "paid": ("paid", "payment date", "date paid", "date", "transaction date"),
    "supplier": ("supplier", "supplier name", "vendor", "vendor name", "payee", "beneficiary"),
    "category": ("category", "expenditure category", "expense type", "expenses type", "merchant category"),
    "central": ("central", "value", "unit value", "price", "price per unit", "proxy value", "unit cost"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
}


def propose(opened: Opened, table_name: str) -> str:
    """The text of a map into one table, from the sheet that fits it best. Refused where there is no such table."""
    if table_name not in TABLES:
        raise Refused(told("There is no table '{name}'. The tables are: {tables}.", name=table_name,
                           tables=", ".join(TABLES)))
    table = TABLES[table_name]
    sheet = max(opened.sheets, key=lambda each: _fit(each, table))
    heading = likely_heading(sheet.rows)
    names = names_of([dict(islice(sheet.rows, heading + 1)).get(heading, ())])
    samples = _samples(sheet, heading, names)
    pairs = _pairs(table, names, samples)
    dated = [samples[pairs[column.name]] for column in table.columns
             if column.kind is Kind.DATE and column.name in pairs]
    styles = _styles(dated)
    lines = [f"title = {_quoted(f'{opened.file.name} as {table_name}')}", "", "[read]"]
    if len(opened.sheets) > 1:
        lines.append(f"sheet = {_quoted(sheet.name)}")
    lines += [f"heading = {heading}", *_date_lines(styles, dated), *_below_zero_line(table, pairs, samples)]
    if table_name in VERSION_TABLES:
        lines += ["", "# [version] says which framework version this is: see the how-to page of column maps."]
    lines += ["", f"[into.{table_name}]"]
    tails: list[str] = []
    for column in table.columns:
        line, tail = _column_lines(table_name, column, pairs.get(column.name, ""), samples, bool(set(styles) & PARTIAL))
        lines += line
        tails += tail
    unused = [name for name in names if name and name not in pairs.values()]
    if unused:
        tails += ["", "# Not taken:", *(f"#   {name}" for name in unused)]
    return "\n".join([*lines, *tails]) + "\n"


def _fit(sheet: Sheet, table: Table) -> int:
    heading = likely_heading(sheet.rows)
    names = names_of([dict(islice(sheet.rows, heading + 1)).get(heading, ())])
    return len(_pairs(table, names, _samples(sheet, heading, names)))


def _samples(sheet: Sheet, heading: int, names: Sequence[str]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {name: [] for name in names if name}
    for number, cells in islice(sheet.rows, heading + _SAMPLES):
        if number > heading:
            for name, cell in zip(names, cells, strict=False):
                if name and not blank(cell):
                    found[name].append(cell)
    return found


def _pairs(table: Table, names: Sequence[str], samples: dict[str, list[Cell]]) -> dict[str, str]:
    """Our columns and the headings that are most like them, each used once, the surest first."""
    scored = sorted(((_likeness(column, name) * _plausible(column, samples[name]), column.required, column.name, name)
                     for column in table.columns for name in names
                     if name and not (column.name == "id" and table.name in _MADE_IDS)), reverse=True)
    pairs: dict[str, str] = {}
    for score, _, column, name in scored:
        if score >= _ALIKE and column not in pairs and name not in pairs.values():
            pairs[column] = name
    return pairs


def _likeness(column: Column, name: str) -> float:
    said = " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())
    ours = {column.name.replace("_", " "), *_ALSO.get(column.name, ())}
    best = max(SequenceMatcher(None, said, own).ratio() for own in ours)
    words = set(said.split())
    return max(best, max(0.9 * len(words & set(own.split())) / max(len(words), len(own.split())) for own in ours))


def _plausible(column: Column, cells: Sequence[Cell]) -> float:
    """Which share of the cells could be what the column holds; a column without any is half as likely."""
    if not cells:
        return 0.5
    if column.kind is Kind.DATE:
        could = [bool(fitting_styles(as_text(cell))) for cell in cells]
    elif column.kind in (Kind.QUANTITY, Kind.MONEY, Kind.UNIT_VALUE, Kind.SHARE, Kind.COUNT, Kind.YEAR):
        could = [any(sign.isdigit() for sign in as_text(cell)) and len(as_text(cell)) < 30 for cell in cells]
    elif column.kind in (Kind.CHOICE, Kind.YES_NO):
        could = [len({as_text(cell) for cell in cells}) <= _MOST_CHOICES]
    else:
        return 1.0
    return sum(could) / len(could)


def _styles(columns: Iterable[Sequence[Cell]]) -> list[str]:
    """The styles in which the dates of these columns are written; both readings where it could be either."""
    texts = [as_text(cell) for cells in columns for cell in cells if isinstance(cell, str)]
    found: list[str] = []
    for text in texts:
        fitting = fitting_styles(text)
        if fitting and not set(fitting) & set(found):
            found.append(fitting[0])
        if "03/31/2024" in fitting and "31/03/2024" not in fitting and "03/31/2024" not in found:
            found.append("03/31/2024")
    return [style for style in STYLES if style in found and style != "2024-03-31"]


def _date_lines(styles: list[str], columns: Iterable[Sequence[Cell]]) -> list[str]:
    if not styles:
        return []
    line = f"dates = [{', '.join(map(_quoted, styles))}]"
    if ambiguous(styles):
        return ["# Some dates have the day first and some the month: look at the file, and keep one.", f"# {line}"]
    slashed = [as_text(cell) for cells in columns for cell in cells if "/" in as_text(cell)]
    if "31/03/2024" in styles and all("03/31/2024" in fitting_styles(text) for text in slashed):
        return ["# Every date that was looked at could also have the month first.", line]
    return [line]


def _below_zero_line(table: Table, pairs: dict[str, str], samples: dict[str, list[Cell]]) -> list[str]:
    """The styles in which amounts below zero are written here, for a person to look at."""
    found = {style_of(as_text(cell)) for column in table.columns if column.kind is Kind.MONEY and column.name in pairs
             for cell in samples[pairs[column.name]]} - {""}
    return [f"below_zero = [{', '.join(map(_quoted, sorted(found)))}]"] if found else []


def _column_lines(table: str, column: Column, name: str, samples: dict[str, list[Cell]],
                  partial: bool) -> tuple[list[str], list[str]]:
    """The line of one column; a column of choices has a block of its own further down."""
    if column.name == "id" and table in _MADE_IDS:
        return [f"id = {_MADE_IDS[table]}"], []
    if not name:
        if not column.required or column.default:
            return [], []
        example = f'{{ words = "{column.choices[0] if column.choices else ""}" }}'
        return [f"# {column.name} = {example}  # needed: {column.meaning}"], []
    keys = [f"from = {_quoted(name)}"]
    if column.kind is Kind.ID:
        keys.append('make = "id"')
    if column.kind is Kind.DATE and partial:
        keys.append(f'day = "{"last" if column.name in ("end", "due", "paid") else "first"}"')
    if column.kind is Kind.CHOICE:
        words = list(dict.fromkeys(as_text(cell) for cell in samples[name]))[:_MOST_CHOICES]
        block = ["", f"[into.{table}.{column.name}]", *keys, "", f"[into.{table}.{column.name}.values]"]
        return [], [*block, *(_choice_line(word, column) for word in words)]
    only = keys[0].removeprefix("from = ")
    return [f"{column.name} = {only}" if len(keys) == 1 else f"{column.name} = {{ {', '.join(keys)} }}"], []


def _choice_line(word: str, column: Column) -> str:
    near = get_close_matches(word.casefold().replace(" ", "-"), column.choices, 1, 0.6)
    if near:
        return f"{_quoted(word)} = {_quoted(near[0])}"
    return f"# {_quoted(word)} = {_quoted(column.choices[0])}  # one of: {', '.join(column.choices)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
