"""What may become of a promise and of a claim: each lifecycle is one table of plain data.

A promise moves by a further row that follows the one before; a claim moves by its state. Who may make a move, and
who has to act next, stand here once: the checks, the pages and the pictures in the documentation read them.
"""

from dataclasses import dataclass

# Where every life begins: nothing is written down yet.
NEW = "new"

ACTORS = {
    "supplier": "whoever promised the work and reports on it",
    "officer": "the body's own contract manager or social value officer",
    "checker": "an office of the body that made neither the promise nor the claim",
    "system": "nobody: it happens by itself on a day",
}


@dataclass(frozen=True)
class State:
    """One state: its name, who has to act next, and what it means."""

    name: str
    owner: str
    means: str


@dataclass(frozen=True)
class Move:
    """One allowed move: from, to, who may make it, and what it is."""

    before: str
    after: str
    who: tuple[str, ...]
    means: str


@dataclass(frozen=True)
class Lifecycle:
    """All states and all allowed moves of one kind of row; what is not listed is not allowed."""

    title: str
    row: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all states, in order."""
        return tuple(state.name for state in self.states)


COMMITMENTS = Lifecycle(
    "The stages of a promise",
    "promise",
    (
        State("potential", "officer", "What could come about if its assumption held; nobody has offered it."),
        State("offered", "officer", "Put forward in a bid or application; in no total until it is taken up."),
        State("committed", "supplier", "Agreed and in force; it is due by its date."),
        State("withdrawn", "nobody", "Ended: not taken up, or given up; it stays on record and is due no longer."),
    ),
    (
        Move(NEW, "potential", ("officer",), "An estimate is written down with its assumption."),
        Move(NEW, "offered", ("supplier", "officer"), "A bid or application is received."),
        Move(NEW, "committed", ("officer",), "The body promises something itself, or an agreement is recorded."),
        Move("potential", "potential", ("officer",), "The estimate is revised."),
        Move("potential", "offered", ("supplier", "officer"), "Somebody offers it."),
        Move("potential", "committed", ("officer",), "The body promises it."),
        Move("potential", "withdrawn", ("officer",), "The estimate is given up."),
        Move("offered", "offered", ("supplier",), "The offer is revised."),
        Move("offered", "committed", ("officer",), "Award: the offer becomes part of the agreement."),
        Move(
            "offered", "withdrawn", ("supplier", "officer", "system"), "The bid is taken back, not chosen, or lapses."
        ),
        Move("committed", "committed", ("officer",), "Variation or novation: the agreement is changed."),
        Move("committed", "withdrawn", ("officer",), "The promise is ended early, with a reason."),
    ),
)

DELIVERIES = Lifecycle(
    "The states of a claim",
    "claim",
    (
        State("draft", "supplier", "Being written; nobody else counts on it, and it is in no total."),
        State("submitted", "checker", "Sent in; it counts as reported until it is decided on."),
        State("queried", "supplier", "A question was asked; in no total until it is answered."),
        State("verified", "nobody", "Checked against its evidence; it counts as checked."),
        State("rejected", "nobody", "Not accepted, with a reason; in no total. What was right in it is claimed anew."),
    ),
    (
        Move(NEW, "draft", ("supplier", "officer"), "A claim is begun, by the supplier or on its behalf."),
        Move("draft", "submitted", ("supplier", "officer"), "The claim is sent in."),
        Move("submitted", "draft", ("supplier",), "The claim is taken back before anybody decided."),
        Move("submitted", "queried", ("checker",), "A question is asked."),
        Move("submitted", "verified", ("checker",), "The evidence shows it."),
        Move("submitted", "rejected", ("checker",), "The evidence does not show it, or it counts elsewhere."),
        Move("queried", "submitted", ("supplier", "officer"), "The question is answered."),
        Move("queried", "rejected", ("checker",), "The question is not answered, or the answer settles it."),
        Move("verified", "queried", ("checker",), "An audit or a double claim opens it again."),
    ),
)


def may_follow(life: Lifecycle, before: str, after: str) -> bool:
    """Whether anybody at all may move from one state to the other."""
    return any(move.before == before and move.after == after for move in life.moves)


def why_not_move(life: Lifecycle, before: str, after: str, who: str) -> str | None:
    """Why somebody may not make a move, in a sentence; None if they may.

    `before` is NEW for something not written down yet; `who` is one of ACTORS.
    """
    for name in (before, after):
        if name not in life.names and not (name == NEW and name == before):
            return f"There is no state '{name}': a {life.row} is {_listed(life.names, 'or')}."
    if who not in ACTORS:
        return f"There is nobody called '{who}': a move is made by {_listed(tuple(ACTORS), 'or')}."
    onward = {move.after: move for move in life.moves if move.before == before}
    if not onward:
        return f"A {life.row} that is {before} stays so."
    if after not in onward:
        return f"A {life.row} that is {before} can only become {_listed(tuple(onward), 'or')}."
    if who not in onward[after].who:
        return f"Only the {_listed(onward[after].who, 'or')} may make it {after}."
    return None


def diagram(life: Lifecycle) -> str:
    """The lifecycle as a Mermaid state diagram, drawn from its table."""
    lines = ["stateDiagram-v2"]
    for move in life.moves:
        before = "[*]" if move.before == NEW else move.before
        lines.append(f"    {before} --> {move.after}: {', '.join(move.who)}")
    ends = [name for name in life.names if not any(move.before == name for move in life.moves)]
    return "\n".join([*lines, *(f"    {name} --> [*]" for name in ends)])


def lifecycle_page() -> str:
    """The whole reference page docs/reference/lifecycle.md."""
    parts = [
        "# Lifecycles\n",
        "What may become of a promise and of a claim, and who may move them. This page is made from the tables in "
        "`commonweal/ledger/lifecycle.py`; what is not listed is not allowed.\n",
        _table(("who", "is"), tuple(ACTORS.items())),
    ]
    for life in (COMMITMENTS, DELIVERIES):
        parts += [
            f"## {life.title}\n",
            _table(("state", "who acts next", "means"), tuple((s.name, s.owner, s.means) for s in life.states)),
            _table(
                ("from", "to", "who may", "what it is"),
                tuple((m.before, m.after, ", ".join(m.who), m.means) for m in life.moves),
            ),
            f"```mermaid\n{diagram(life)}\n```\n",
        ]
    return "\n".join(parts)


def _listed(names: tuple[str, ...], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def _table(heading: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (heading, ("---",) * len(heading), *rows)]
    return "\n".join(lines) + "\n"
