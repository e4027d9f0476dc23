"""Charts and maps: each drawn once from figures, with its table, its words and a check that the words are true.

In: figures, places, boundaries. Out: Chart blocks, whose SVG, table and sentences stand ready to print.
Never: a fifth colour, a second axis, a pie, a number that is not also text, a request to any other place.
"""
