"""Which printed names are the same supplier, and which organisation of the book that is.

The same company number, or the same name but for case, points and the way 'limited' is written, is taken as it is.
What is only alike gets a probability by splink, with fixed weights and nothing learnt from a sample, so that the same
names give the same list; it counts when a person has said yes, and the answer is remembered.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from splink import Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons
from splink.backends.duckdb import DuckDBAPI

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import ZERO, round_to
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.pairs import FILE, PAIRS, THRESHOLD
from commonweal.ledger.book import Book
from commonweal.ledger.payments import paid_to

_FORMS = {"limited": "ltd", "company": "co", "incorporated": "inc", "and": "", "the": ""}
_LEGAL = {"ltd", "plc", "llp", "lp", "cic", "cio", "co", "inc", "uk", "gb"}


@dataclass(frozen=True)
class Named:
    """One name to be matched: of a supplier as printed, or of an organisation of the book with its id."""

    name: str
    number: str = ""
    organisation: str = ""
    paid: Decimal = ZERO

    @property
    def plain(self) -> str:
        """The name without case, points, 'the' and 'and', and with one way to write each legal form."""
        return " ".join(plain_words(self.name))


@dataclass(frozen=True)
class Matched:
    """What matching gave: the organisation of each supplier's name; its company number where another spelling has it.

    `denied` is what a person said no to, as (supplier, organisation); `pairs` what waits for an answer, with those
    answered before; `suppliers` how many there are; `findings` what contradicts itself.
    """

    organisations: Mapping[str, str]
    numbers: Mapping[str, str]
    denied: frozenset[tuple[str, str]]
    pairs: tuple[Record, ...]
    suppliers: int
    findings: tuple[Finding, ...]

    @property
    def waiting(self) -> int:
        """How many pairs have no answer yet."""
        return sum(row.get("answer") is None for row in self.pairs)


def plain_words(name: str) -> list[str]:
    """The words of a name in a form in which spellings of one name are alike.

    >>> plain_words("The A.B.C. Company Limited"), plain_words("ABC CO LTD")
    (['abc', 'co', 'ltd'], ['abc', 'co', 'ltd'])
    >>> plain_words("Smith & Sons (UK) Ltd")
    ['smith', 'sons', 'uk', 'ltd']
    """
    text = re.sub(r"['’.]", "", name.casefold()).replace("&", " and ")
    words = re.sub(r"[^\w]+|_", " ", text).split()
    return [short for word in words if (short := _FORMS.get(word, word))] or words


def suppliers_of(book: Book) -> list[Named]:
    """Every name that the book's payments print, once, with its company number if all its payments agree on one, and
    what was paid to it. Names that a list withholds are none."""
    paid: dict[str, Decimal] = {}
    numbers: dict[str, set[str]] = {}
    for row in book.rows("payments"):
        if name := paid_to(row):
            paid[name] = paid.get(name, ZERO) + row.number_or_zero("amount")
            numbers.setdefault(name, set()).update(filter(None, [company_number(row.text("company_number"))]))
    return [Named(name, next(iter(numbers[name])) if len(numbers[name]) == 1 else "", "", paid[name])
            for name in sorted(paid)]


def company_number(text: str) -> str:
    """A company number as the register writes it: eight places, noughts in front; blank where it is none.

    >>> company_number("4859346"), company_number(" oc318149 "), company_number("n/a")
    ('04859346', 'OC318149', '')
    """
    number = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"\d{1,8}", number):
        number = number.rjust(8, "0")
    return number if re.fullmatch(r"[A-Z0-9]{2}\d{5}[0-9A-Z]", number) and number.strip("0") else ""


def match(book: Book, answered: Iterable[Record] = (), threshold: Decimal = THRESHOLD) -> Matched:
    """Match the book's suppliers to its organisations and to each other.

    `answered` are the rows of an earlier list. `threshold` is the probability from which a pair is put on the list.
    """
    suppliers = suppliers_of(book)
    bodies = [Named(row.text("name"), company_number(row.text("company_number")), row.key)
              for row in book.rows("organisations")]
    names = [*suppliers, *bodies]
    groups = _Groups(names)
    groups.join_all(one.number for one in names)
    groups.join_all(one.plain for one in names)
    known = {row.key: row for row in answered}
    place = {(one.name, one.organisation): number for number, one in enumerate(names)}
    for row in known.values():
        pair = (place.get((row.text("supplier"), "")), place.get((row.text("same_as"), row.text("organisation"))))
        if row.text("answer") == "yes" and None not in pair:
            groups.join(*pair)  # type: ignore[arg-type]
    for left, right, probability in _alike(names, threshold):
        if groups.of(left) != groups.of(right) and not groups.are_two(left, right):
            row = _pair(names[left], names[right], probability)
            known.setdefault(row.key, row)
    return _settle(names, groups, tuple(known[key] for key in sorted(known)), len(suppliers))


class _Groups:
    """Names joined into groups; a group is known by its first member. Two company numbers are two companies."""

    def __init__(self, names: list[Named]) -> None:
        self._above = [*range(len(names))]
        self._numbers = [{one.number} - {""} for one in names]

    def of(self, member: int) -> int:
        while self._above[member] != member:
            self._above[member] = self._above[self._above[member]]
            member = self._above[member]
        return member

    def are_two(self, one: int, other: int) -> bool:
        """Whether the register of companies has them as two."""
        numbers, others = self._numbers[self.of(one)], self._numbers[self.of(other)]
        return bool(numbers and others) and not numbers & others

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        if first != second:
            self._above[second] = first
            self._numbers[first] |= self._numbers[second]

    def join_all(self, marks: Iterable[str]) -> None:
        """Join all that bear the same mark and are not two companies; a blank mark joins nothing."""
        seen: dict[str, list[int]] = {}
        for member, mark in enumerate(marks):
            if mark:
                alike = seen.setdefault(mark, [])
                other = next((one for one in alike if not self.are_two(one, member)), None)
                if other is None:
                    alike.append(member)
                else:
                    self.join(other, member)


def _settle(names: list[Named], groups: _Groups, pairs: tuple[Record, ...], suppliers: int) -> Matched:
    denied = {(row.text("supplier"), row.text("organisation")) for row in pairs if row.text("answer") == "no"}
    members: dict[int, list[Named]] = {}
    for number, one in enumerate(names):
        members.setdefault(groups.of(number), []).append(one)
    organisations: dict[str, str] = {}
    numbers: dict[str, str] = {}
    findings = list[Finding]()
    different = 0
    for group in members.values():
        printed = [one for one in group if not one.organisation]
        different += bool(printed)
        bodies, found = ([*dict.fromkeys(filter(None, values))] for values in
                         ((one.organisation for one in group), (one.number for one in group)))
        if len(bodies) > 1 and printed:
            findings.append(_two(bodies, len(printed)))
        for one in printed:
            if len(bodies) == 1 and (one.name, bodies[0]) not in denied:
                organisations[one.name] = bodies[0]
            if len(found) == 1:
                numbers[one.name] = found[0]
    return Matched(organisations, numbers, frozenset(denied), pairs, different, tuple(findings))


def _two(bodies: list[str], names: int) -> Finding:
    return Finding("SUPPLIER-TWO-BODIES", Severity.NOTE,
                   told("{names} supplier names are the same as {count} organisations: {bodies}. None was matched.",
                        names=names, count=len(bodies), bodies=", ".join(bodies)),
                   told("If these are one body, keep one row of organisations.csv; if not, correct a company number, "
                        "or answer no."), FILE, None, "organisation", bodies[0])


def _pair(one: Named, other: Named, probability: Decimal) -> Record:
    supplier, same = (one, other) if not one.organisation else (other, one)
    return Record(PAIRS, {
        "supplier": supplier.name, "same_as": same.name, "organisation": same.organisation or None,
        "paid": supplier.paid, "probability": probability, "answer": None})


# How much each kind of likeness tells: its chance among names of one supplier, and among names of two. They are set and
# not learnt: a reader can multiply them out, and no run differs from another.
_ODDS = 0.0005
# So many names may begin alike and all be compared.
_MOST_ALIKE = 300
_BEGINS = ("starts_with(name_l, name_r || ' ') AND words_r > 1 OR starts_with(name_r, name_l || ' ') AND words_l > 1")
_NAME = (
    (levels.ExactMatchLevel("name"), 0.60, 0.000_01),
    (levels.JaroWinklerLevel("name", 0.96), 0.15, 0.000_1),
    (levels.CustomLevel(_BEGINS, "one begins with the other"), 0.10, 0.000_2),
    (levels.JaroWinklerLevel("name", 0.92), 0.10, 0.005),
    (levels.ElseLevel(), 0.05, 0.99469),
)
_FORM = (
    (levels.ExactMatchLevel("form"), 0.80, 0.60),
    (levels.CustomLevel("form_l = '' OR form_r = ''", "one has no legal form"), 0.18, 0.30),
    (levels.ElseLevel(), 0.02, 0.10),
)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="place", probability_two_random_records_match=_ODDS,
        comparisons=[
            comparisons.CustomComparison(output_column_name=column, comparison_levels=[levels.NullLevel(column), *(
                level.configure(m_probability=same, u_probability=other) for level, same, other in weights)])
            for column, weights in (("name", _NAME), ("form", _FORM))],
        blocking_rules_to_generate_predictions=[block_on("first"), block_on("start")])


def _alike(names: list[Named], threshold: Decimal) -> Iterator[tuple[int, int, Decimal]]:
    """The pairs of names that are alike enough, of which at least one is a supplier's, with the probability."""
    if len(names) < 2:
        return
    engine = DuckDBAPI(connection=":memory:")
    connection = engine.duckdb_con
    # Sums in one thread come in one order.
    connection.execute("SET threads = 1")
    connection.execute("CREATE TABLE names (place INTEGER, name VARCHAR, form VARCHAR, words INTEGER, first VARCHAR, "
                       "start VARCHAR)")
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)", _rows(names))
    linker = Linker(engine.register("names"), _settings(), log_level=logging.ERROR)
    rows = connection.execute(
        f"SELECT place_l, place_r, CAST(match_probability AS VARCHAR) FROM {linker.inference.predict().physical_name} "
        "WHERE match_probability >= CAST(? AS DOUBLE) ORDER BY place_l, place_r", [str(threshold)]).fetchall()
    connection.close()
    for left, right, probability in rows:
        if not (names[left].organisation and names[right].organisation):
            yield left, right, round_to(Decimal(probability), 4)


def _rows(names: list[Named]) -> list[tuple[object, ...]]:
    """The names as they are compared: without legal form, the form by itself, and the two beginnings."""
    spelt = [one.plain.split() for one in names]
    bare = [[word for word in words if word not in _LEGAL] or words for words in spelt]
    firsts = _beginnings([[" ".join(words[:count]) for count in range(1, len(words) + 1)] for words in bare])
    starts = _beginnings([[letters[:count] for count in range(5, max(len(letters), 5) + 1)]
                          for letters in map("".join, bare)])
    return [(place, " ".join(words), " ".join(word for word in whole if word in _LEGAL), len(words), first, start)
            for place, (words, whole, first, start) in enumerate(zip(bare, spelt, firsts, starts, strict=True))]


def _beginnings(longer: Sequence[Sequence[str]]) -> list[str]:
    """How each name begins: by the shortest of its beginnings that it does not share with very many.

    Only names that begin alike are compared: thousands that begin with Mr would be millions of pairs.
    """
    chosen = [each[0] for each in longer]
    for step in range(1, max(map(len, longer))):
        shared = Counter(chosen)
        if max(shared.values()) <= _MOST_ALIKE:
            break
        chosen = [each[min(step, len(each) - 1)] if shared[now] > _MOST_ALIKE else now
                  for each, now in zip(longer, chosen, strict=True)]
    return chosen
