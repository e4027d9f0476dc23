"""What is told to people can be said in another language: findings and refusals are made of words with gaps.

Where the words come from elsewhere, their type says that they are (`Told`): mypy holds all rooms but the site to it.
"""

import ast
import string
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from tests.house.repository import SOURCE

# What carries words to a person, and the places of them among what it is made of.
CARRIES = {"Finding": (2, 3), "NotReadable": (1,), "NotANumber": (0,), "Refused": (0,), "NotTaken": (1, 2),
           "NotAPicture": (1, 2), "Undecidable": (1,), "Broken": (1,)}
ROOMS = sorted(path for path in SOURCE.rglob("*.py") if "web" not in path.relative_to(SOURCE).parts)
SITE = sorted((SOURCE / "web").rglob("*.py"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a room, with where it stands."""
    for path in ROOMS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{path.relative_to(SOURCE)} row {node.lineno}", node


def written(words: ast.expr) -> bool:
    """Whether words are written out where they stand, as a text or one with values put into it."""
    if isinstance(words, ast.IfExp):
        return written(words.body) or written(words.orelse)
    if isinstance(words, ast.BinOp):
        return written(words.left) or written(words.right)
    if isinstance(words, ast.BoolOp):
        return any(map(written, words.values))
    return isinstance(words, ast.JoinedStr) or (
        isinstance(words, ast.Constant) and isinstance(words.value, str) and words.value != "")


def test_findings_and_refusals_are_made_of_words_that_can_be_said_in_another_language():
    found, looked_at = [], 0
    for where, call in calls():
        places = CARRIES.get(call.func.id, ())
        # What a function gives for both stands behind a star, and is held to its type.
        given = [*takewhile(lambda part: not isinstance(part, ast.Starred), call.args)]
        words = [given[place] for place in places if place < len(given)]
        words += [named.value for named in call.keywords if places and named.arg in ("message", "mend", "why")]
        looked_at += bool(words)
        found += [where for each in words if written(each)]
    assert looked_at > 150
    assert found == []


def test_words_are_written_out_and_have_the_gaps_that_are_filled():
    found, looked_at = [], 0
    for where, call in calls():
        if call.func.id != "told":
            continue
        looked_at += 1
        words = call.args[0] if len(call.args) == 1 else None
        if not (isinstance(words, ast.Constant) and isinstance(words.value, str)):
            found.append(where)
            continue
        # A text without gaps stands as it is, braces and all.
        gaps = {named.arg for named in call.keywords}
        if gaps and gaps != {name for _, name, _, _ in string.Formatter().parse(words.value) if name is not None}:
            found.append(where)
    assert looked_at > 500
    assert found == []


def refusals(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """What a file of the site refuses with: the words given to Refused, and those of its own exceptions; also what
    was called so before, and what a function that tells why not gives back. Each with its row.
    """
    for scope in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(scope, ast.FunctionDef | ast.ClassDef):
            continue
        inside, named = [*ast.walk(scope)], set()
        own = isinstance(scope, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id in ("Exception", "Refused") for base in scope.bases)
        for node in inside:
            if isinstance(node, ast.Call) and node.args and (
                    (isinstance(node.func, ast.Name) and node.func.id == "Refused")
                    or (own and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__")):
                yield node.lineno, node.args[0]
                named |= {node.args[0].id} if isinstance(node.args[0], ast.Name) else set()
            if not own and "why" in scope.name and isinstance(node, ast.Return) and node.value:
                yield node.lineno, node.value
        for node in inside:
            if isinstance(node, ast.Assign | ast.NamedExpr) and node.value and {
                    target.id for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                    if isinstance(target, ast.Name)} & (named | {"why_not"}):
                yield node.value.lineno, node.value


def test_what_the_site_refuses_with_goes_through_its_catalogue():
    given = [(f"{path.relative_to(SOURCE)} row {row}", words) for path in SITE for row, words in refusals(path)]
    assert len(given) > 100
    assert sorted({where for where, words in given if written(words)}) == []
