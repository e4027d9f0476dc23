"""Workbooks to fill in: one writer and one reader of sheets that are declared tables, under every workbook of ours.

In: declared tables with their rows; a workbook that came back, however it was sorted, moved about or saved.
Out: a workbook that explains itself, with lists to choose from; its rows, typed, each refusal by sheet, row and column.
Never: a macro, a formula, a row known by where it stands, a cell that a spreadsheet would change.
"""
