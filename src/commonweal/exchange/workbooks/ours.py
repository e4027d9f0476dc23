"""Which of our own workbooks a file is: by the sheets and columns that it holds, whatever the file is called."""

from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.spreadsheets import sheet_names
from commonweal.exchange.workbooks.reading import holds, table_named
from commonweal.exchange.workbooks.return_sheets import ABOUT, ANSWERS
from commonweal.exchange.workbooks.whole import TABS


def door_of(file: File) -> str:
    """The door of a workbook of ours: "return", or "workbook" for one of records; blank where it is none of ours.

    A sheet counts as ours by its name and the columns that it must have, so that a stranger's sheet called payments
    is still asked for its map.
    """
    named = {table_named(name) for name in sheet_names(file)}
    asked = {ABOUT.name, ANSWERS.name} <= named
    own = [tab for tab in TABS if tab.name in named]
    if not asked and not own:
        return ""  # Only what may be ours is read for it.
    opened = open_file(file)
    if asked and all(holds(opened, tab) for tab in (ABOUT, ANSWERS)):
        return "return"
    return "workbook" if any(holds(opened, tab) for tab in own) else ""
