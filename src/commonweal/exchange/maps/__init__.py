"""Column maps: a small TOML file that says which column of somebody's file is which column of ours.

In: a file's rows, a map, other files that it joins. Out: typed rows of any table, each refusal by row and heading.
Never: a column taken by position without being told, a style of date or number that the map does not name.
"""
