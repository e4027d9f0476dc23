"""Which counts of one group are withheld, so that no small one can be worked out from those that are printed.

Small counts go first. A small count is safe where two other tables would print exactly alike: one in
which it is 1, and one in which it is as large as the largest that is withheld. Where it is not, a further count is
withheld: of those that stand in the way, the smallest. In the end every further count is printed after all that no
small one needs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonweal.basics.numbers import EXACT
from commonweal.indicators.disclosure.alike import Alike
from commonweal.indicators.disclosure.rule import UNKNOWN, Range, Rule

NONE = Fraction()
# The lines that a count adds up, one bit a line.
Lines = int


@dataclass(frozen=True)
class Entry:
    """What one figure prints: one count, or the two of a share. They are printed together or not at all.

    `rest` is what anybody can take from one another in it (those not counted); `barred` says that it must be withheld
    whatever its counts, as where an earlier release withheld it.
    """

    name: str
    counts: tuple[Lines, ...]
    rest: tuple[Lines, ...] = ()
    barred: bool = False


@dataclass(frozen=True)
class Known:
    """What an earlier publication tells of some lines, whether or not a figure of this one counts just them."""

    lines: Lines
    told: Range


@dataclass(frozen=True)
class Outcome:
    """The names of the entries that are withheld; `told` are those that an earlier release gives away in any case."""

    withheld: frozenset[str]
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Secret:
    """A small count that must not be told: its parts, the numbers it must still be able to be, whose count it is.

    Of a count that stands under no figure one of them is enough: nobody, or more than are small.
    """

    parts: tuple[int, ...]
    goals: tuple[Fraction, ...]
    of: str = ""


class _Group:
    """Entries that have lines in common, straight or through others, and the tables that would print like theirs.

    Nothing is printed of them at first; what an earlier release printed is known.
    """

    def __init__(
        self, entries: Sequence[Entry], known: Sequence[Known], people: Mapping[Lines, Fraction], rule: Rule
    ) -> None:
        self.entries = entries
        self.known = known
        self.people = people
        self.rule = rule
        self.parts = tuple(people)
        truth = tuple(people.values())
        self.whole = all(value.denominator == 1 for value in truth)
        # The counts as they may be printed now, and behind them those that were printed before.
        now = [(entry, count) for entry in entries for count in entry.counts]
        sums = [count for _, count in now] + [one.lines for one in known]
        self.alike = Alike(truth, [NONE if min(truth) >= 0 else None] * len(truth), [*map(self._parts_of, sums)])
        for number, one in enumerate(known, len(now)):
            self.alike.tell(number, one.told)
        self.owners = [entry for entry, _ in now]
        self.numbers: dict[str, list[tuple[int, Lines]]] = {}
        for number, (entry, count) in enumerate(now):
            self.numbers.setdefault(entry.name, []).append((number, count))

    def _parts_of(self, lines: Lines) -> tuple[int, ...]:
        return tuple(number for number, part in enumerate(self.parts) if part & lines)

    def total(self, lines: Lines) -> Fraction:
        """How many people some lines count."""
        return sum((people for part, people in self.people.items() if part & lines), NONE)

    def is_unsafe(self, entry: Entry) -> bool:
        """Whether an entry may not be printed, whatever stands beside it."""
        return entry.barred or any(map(self._is_unsafe, (*entry.counts, *entry.rest)))

    def _is_unsafe(self, lines: Lines) -> bool:
        """A small count; or nobody among somebody, which tells of each of them."""
        people = self.total(lines)
        return self.rule.is_small(people) or (people == 0 and any(
            lines & other == lines and self.total(other) != 0 for entry in self.entries for other in entry.counts))

    def set_printed(self, entry: Entry, *, printed: bool) -> None:
        """Print an entry, or withhold it."""
        for number, count in self.numbers[entry.name]:
            told = self.rule.tells(self.rule.shown(decimal(self.total(count))), whole=self.whole)
            self.alike.tell(number, told if printed else UNKNOWN)

    def secrets(self, unsafe: Iterable[Entry]) -> Iterator[Secret]:
        """What must not be told: every small count of an unsafe entry, and every small rest between two counts."""
        wanted = (Fraction(1), Fraction(self.rule.threshold))
        seen: set[Lines] = set()
        for entry in unsafe:
            for lines in (*entry.counts, *entry.rest):
                if self._is_unsafe(lines):
                    seen.add(lines)
                    yield Secret(self._parts_of(lines), wanted, entry.name)
        # What is printed nowhere, but remains where one count is taken from another.
        counts = dict.fromkeys((*(count for entry in self.entries for count in (*entry.counts, *entry.rest)),
                                *(one.lines for one in self.known)))
        rests = dict.fromkeys((*self.parts, *(
            one & ~other for one in counts for other in counts if other != one and other & one == other)))
        for lines in rests:
            if lines not in seen and lines not in counts and self.rule.is_small(self.total(lines)):
                yield Secret(self._parts_of(lines), (NONE, Fraction(self.rule.threshold + 1)))

    def have_in_common(self, entry: Entry, secret: Secret) -> bool:
        """Whether an entry counts people of a secret."""
        return any(self.parts[part] & count for part in secret.parts for count in entry.counts)

    def held_by(self, secret: Secret) -> list[Entry] | None:
        """None where a secret is kept; else the printed entries that stand in the way of another number there."""
        tries = [self.alike.reach(secret.parts, goal) for goal in secret.goals]
        stuck = [found for found in tries if not found.found]
        if not stuck or (not secret.of and len(stuck) < len(tries)):
            return None
        return [self.owners[number] for found in stuck for number in found.held_by if number < len(self.owners)]


def choose(
    entries: Sequence[Entry], counted: Mapping[Lines, Fraction], rule: Rule, known: Sequence[Known] = ()
) -> Outcome:
    """What is withheld of some entries. `counted` says how many people each line counts, one bit a line; `known` is
    what was told before and still holds."""
    chosen = [_choose(group) for group in _groups(entries, known, counted, rule)]
    return Outcome(frozenset(name for one in chosen for name in one.withheld),
                   frozenset(name for one in chosen for name in one.told))


def _choose(group: _Group) -> Outcome:
    unsafe = [entry for entry in group.entries if group.is_unsafe(entry)]
    secrets = list(group.secrets(unsafe))
    # What an earlier release gives away cannot be taken back; but nothing is printed that has to do with it.
    told = [secret for secret in secrets if group.held_by(secret) is not None]
    secrets = [secret for secret in secrets if secret not in told]
    printed = {entry.name: entry for entry in group.entries if entry not in unsafe
               and not any(group.have_in_common(entry, secret) for secret in told)}
    for entry in printed.values():
        group.set_printed(entry, printed=True)
    further: list[Entry] = []

    def first(entry: Entry) -> tuple[Fraction, int, str]:
        # The fewest people first; of as many, those of the fewest lines, so that totals stay.
        return max(map(group.total, entry.counts)), max(map(int.bit_count, entry.counts)), entry.name

    for secret in secrets:
        while (held_by := group.held_by(secret)) is not None:
            entry = min((entry for entry in held_by if entry.name in printed), key=first)
            group.set_printed(printed.pop(entry.name), printed=False)
            further.append(entry)
    for entry in sorted(further, key=first, reverse=True):
        group.set_printed(entry, printed=True)
        if any(group.held_by(secret) is not None for secret in secrets):
            group.set_printed(entry, printed=False)
        else:
            printed[entry.name] = entry
    return Outcome(frozenset(entry.name for entry in group.entries if entry.name not in printed),
                   frozenset(secret.of for secret in told if secret.of))


def _groups(
    entries: Sequence[Entry], known: Sequence[Known], counted: Mapping[Lines, Fraction], rule: Rule
) -> Iterator[_Group]:
    """Entries, and what is known, by the lines they share. Lines that none of them tells apart are one part."""
    groups: list[tuple[Lines, list[Entry], list[Known]]] = []
    single: list[tuple[tuple[Lines, ...], list[Entry], list[Known]]] = [
        *((entry.counts, [entry], []) for entry in entries), *(((one.lines,), [], [one]) for one in known)]
    for counts, members, told in single:
        lines, apart = 0, []
        for count in counts:
            lines |= count
        for others, listed, heard in groups:
            if others & lines:
                lines, members, told = lines | others, [*listed, *members], [*heard, *told]
            else:
                apart.append((others, listed, heard))
        groups = [*apart, (lines, members, told)]
    for lines, members, told in groups:
        parts: list[Lines] = [lines] if lines else []
        for count in (*(count for entry in members for count in (*entry.counts, *entry.rest)),
                      *(one.lines for one in told)):
            parts = [piece for part in parts for piece in (part & count, part & ~count) if piece]
        if parts:
            yield _Group(members, told, {part: people(part, counted) for part in parts}, rule)


def people(lines: Lines, counted: Mapping[Lines, Fraction]) -> Fraction:
    """How many people some lines count together."""
    total = NONE
    while lines:
        line = lines & -lines
        total += counted[line]
        lines ^= line
    return total


def decimal(value: Fraction) -> Decimal:
    """A count as a decimal number; counts have four places at most, so nothing is lost."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
