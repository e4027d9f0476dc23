"""Amounts below zero as people write them without a minus in front, each style named by an example."""

import re
from collections.abc import Collection

from commonweal.basics.tables import NotReadable
from commonweal.basics.told import told

_AMOUNT = r"\s*(£?\s*[0-9][0-9.,]*)\s*"
STYLES = {
    "(500)": re.compile(rf"(£?)\s*\({_AMOUNT}\)"),
    "500-": re.compile(rf"{_AMOUNT}-"),
    "500 CR": re.compile(rf"{_AMOUNT}CR", re.IGNORECASE),
}


def style_of(text: str) -> str:
    """The style in which a text would be an amount below zero; blank for any other text.

    >>> style_of("(1,500.00)"), style_of("500.00-"), style_of("-500"), style_of("(about 500)")
    ('(500)', '500-', '', '')
    """
    # None of them ends with a digit, as nearly every amount does.
    return "" if text[-1:].isdigit() else next((style for style, form in STYLES.items() if form.fullmatch(text)), "")


def with_minus(text: str, styles: Collection[str]) -> str:
    """The text with a minus in front where one of these styles says that it is below zero; others as they are.

    Raises NotReadable for a style that is not among them: whether it means that is for the map to say.

    >>> with_minus("£(1,500.00)", ["(500)"]), with_minus("12", [])
    ('-£1,500.00', '12')
    """
    style = style_of(text)
    if not style:
        return text
    if style not in styles:
        raise NotReadable("CELL-NUMBER",
                          told("if {style} means an amount below zero, add it to below_zero in the map", style=style))
    return STYLES[style].sub(lambda found: f"-{''.join(found.groups())}", text)
