"""What the first sheet of a workbook says: how to fill it in, what Protected View is, and what is not in it."""

from collections.abc import Sequence

from commonweal.basics.periods import in_words
from commonweal.exchange.workbooks.asked import Asked
from commonweal.exchange.workbooks.tabs import Filled, Guide

OPENING = ("Opening it", (
    "A yellow bar above the sheet with the words PROTECTED VIEW is usual for a file from e-mail or the internet: Excel "
    "shows the file and does not let you type. Choose 'Enable Editing' in that bar. If there is no such button, save "
    "the file in a folder of your own first, and open it there.",
    "There are no macros in it. If your program asks whether to run any, it is not the file that you were sent.",
    "It opens in Excel 2016 and later, and in LibreOffice. Save it as a workbook (.xlsx or .ods). Files with a "
    "password, with a label that encrypts them, or in the forms .xls and .xlsb cannot be read."))
TYPING = ("Typing in it", (
    "The dark line holds the names of the columns; what each means and what is typed there stands above it and shows "
    "beside the cell. Leave the names as they are. You may sort the rows, move columns, hide them, and add columns "
    "for yourself: a column with another name is not read.",
    "A blank cell means 'not known' and is never read as 0. Days are written year-month-day, as 2025-03-31. Choose "
    "from the list where a cell has one.",
    "Formulas are read as what they show. Text may not begin with = + - or @."))


def guide_of_records(sheets: Sequence[Filled], left_out: Sequence[str], *, blank: bool) -> Guide:
    """The guide of a workbook that holds all records of a body, or is to hold them."""
    first = ", ".join(sheet.tab.name for sheet in sheets if sheet.tab.first)
    title = "Your records, to be filled in" if blank else "Your records as a workbook"
    order = [f"{number}. {sheet.tab.name}: {sheet.tab.table.row_is}"
             for number, sheet in enumerate(sheets, 1)]
    start = ("Fill in the sheets from left to right: each leans on those before it. For a first report these are "
             f"enough, and their tabs are blue: {first}. All others may stay empty.",
             "Each row has a short name of its own in its first column, such as lift-maintenance. Other sheets name "
             "the row by it. Never change it once it is used, and never give it to another row.",
             "What can be promised and counted is chosen from the list of a framework that comes with the program. The "
             "sheets versions, sources, measures and values are only for a framework of your own.")
    back = ("When it is filled in, save it, then let it be read: `commonweal import RECORDS THIS-FILE.xlsx --as "
            "workbook`. You are told what every row became and what to mend, by sheet, row and column; with --agree "
            "behind it your records are written. A folder that is not there yet is made.",
            "Into records that are there already, rows with a new short name are added and rows with a known one are "
            "changed. A row that you delete here stays there.")
    whose = ("It holds everything, also what only colleagues may see. It is not for publication.",)
    missing = [f"Not in it: {what}" for what in left_out] or ["Nothing of your records was left out."]
    parts = [("How to begin", start), OPENING, TYPING, ("Bringing it back", back)]
    if not blank:
        parts += [("Who may see it", whose), ("What is not in this workbook", tuple(missing))]
    return Guide(title, [*parts, ("The sheets", tuple(order))])


def guide_of_return(asked: Asked) -> Guide:
    """The guide of a returns workbook."""
    span = asked.span
    due = f" It is due on {in_words(asked.due)}." if asked.due else ""
    what = (f"{asked.by} asks {asked.name} what was done from {in_words(span.start)} to {in_words(span.end)} "
            f"({span.label}).{due}",
            f"It is about: {'; '.join(asked.activities.values())}.",
            "Only what you promised is asked. What you said last time stands beside it, and so does the rule by which "
            "it is counted and what shows that it was done.")
    how = ("On the sheet answers, type into the light yellow cells; the others are locked. A row in which you type "
           "nothing changes nothing: you can fill in some rows now and others later.",
           "Numbers that last, such as how many people work there, are filled in from last time. Left as they are, "
           "they are your answer: change or clear them if they are no longer right.",
           "If nothing was done of something in this period, choose yes under nothing_to_report. That is an answer.",
           "To correct what you sent before, type over it. What was checked already can no longer be changed.",
           "Something that you did and never promised goes onto the sheet added, a row each. It is kept apart.",
           "Do not name people anywhere. Evidence is not part of this file: give it as you were asked to.")
    back = ("Save the file and send it back to whoever sent it, or upload it where you took it from. You get a receipt "
            "that says what became of every row. Uploading alone sends nothing: you look through the answers first.",)
    return Guide(f"What was done: {span.label}", [
        ("What this is", what), OPENING, ("Filling it in", how), TYPING, ("Giving it back", back)])
