"""Dates as people write them, each style named by an example; a month or a year stands for its first or last day."""

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import date

from commonweal.basics.tables import NotReadable
from commonweal.basics.told import told

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY, _MONTH, _YEAR, _SHORT = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})", r"(?P<y>\d{2})"
_NAME = r"(?P<n>[A-Za-z]{3,9})\.?"
# A time of day at the end of a date says nothing about the day.
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
STYLES = {
    "2024-03-31": re.compile(rf"{_YEAR}-{_MONTH}-{_DAY}{_TIME}"),
    "31/03/2024": re.compile(rf"{_DAY}/{_MONTH}/{_YEAR}{_TIME}"),
    "31/03/24": re.compile(rf"{_DAY}/{_MONTH}/{_SHORT}{_TIME}"),
    "03/31/2024": re.compile(rf"{_MONTH}/{_DAY}/{_YEAR}{_TIME}"),
    "31.03.2024": re.compile(rf"{_DAY}\.{_MONTH}\.{_YEAR}{_TIME}"),
    "31-03-2024": re.compile(rf"{_DAY}-{_MONTH}-{_YEAR}{_TIME}"),
    "20240331": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    "31 March 2024": re.compile(rf"{_DAY}(?:st|nd|rd|th)?[ -]{_NAME}[ -]{_YEAR}"),
    "31-Mar-24": re.compile(rf"{_DAY}[ -]{_NAME}[ -]{_SHORT}"),
    "2024-03": re.compile(rf"{_YEAR}-{_MONTH}"),
    "03/2024": re.compile(rf"{_MONTH}/{_YEAR}"),
    "March 2024": re.compile(rf"{_NAME}[ -]{_YEAR}"),
    "Mar-24": re.compile(rf"{_NAME}[ -]{_SHORT}"),
    "2024": re.compile(_YEAR),
}
PARTIAL = frozenset(("2024-03", "03/2024", "March 2024", "Mar-24", "2024"))
_DAY_FIRST = frozenset(("31/03/2024", "31/03/24"))


def ambiguous(styles: Collection[str]) -> bool:
    """Whether one text could be two days by these styles."""
    return "03/31/2024" in styles and bool(_DAY_FIRST & set(styles))


def read_date(text: str, styles: Collection[str], day: str) -> str:
    """A date in one of these styles as year-month-day. Raises NotReadable for any other, and for days there are not.

    >>> read_date("31/03/24", ["31/03/24"], ""), read_date("2024-02", ["2024-02", "2024-03"], "last")
    ('2024-03-31', '2024-02-29')
    """
    for style in ("2024-03-31", *styles):
        if style in STYLES and (found := STYLES[style].fullmatch(text)):
            return _day(found.groupdict(), day, text)
    if could := fitting_styles(text):
        raise NotReadable("CELL-DATE",
                          told("if it is written like {could}, add that to dates in the map",
                               could=" or like ".join(could)))
    raise NotReadable("CELL-DATE", told("write the date as year-month-day, for example 2024-03-31"))


def fitting_styles(text: str) -> list[str]:
    """Every style in which a text would be a day that there is.

    >>> fitting_styles("03/04/2024"), fitting_styles("13/04/2024"), fitting_styles("13/2024")
    (['31/03/2024', '03/31/2024'], ['31/03/2024'], [])
    """
    found = []
    for style, form in STYLES.items():
        if parts := form.fullmatch(text):
            try:
                _day(parts.groupdict(), "first", text)
            except NotReadable:
                continue
            found.append(style)
    return found


def _day(parts: dict[str, str], which: str, text: str) -> str:
    year = int(parts["y"]) if len(parts["y"]) == 4 else 2000 + int(parts["y"])
    month = parts.get("m")
    if name := parts.get("n"):
        if name[:3].lower() not in _MONTHS:
            raise NotReadable("CELL-DATE", told("'{name}' is no month", name=name))
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    first = which != "last"
    try:
        number = int(month) if month else (1 if first else 12)
        last = 1 if first else monthrange(year, number)[1]
        return date(year, number, int(parts["d"]) if "d" in parts else last).isoformat()
    except ValueError as error:
        raise NotReadable("CELL-DATE", told("there is no such day or month as {text}", text=text)) from error
