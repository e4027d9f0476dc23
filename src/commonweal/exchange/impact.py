"""Organisations, activities, indicators and their reports as linked data to the Common Impact Data Standard.

Its basic tier asks of a report exactly one number, a first and a last moment, an indicator and an organisation. A
figure that is withheld, has no number or no days is no report, and how many are left out is said.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from commonweal.basics.tables import Record
from commonweal.exchange.exact_json import write_json
from commonweal.exchange.told import public
from commonweal.indicators.figure import Figure, trim
from commonweal.indicators.frozen import figures_of_book
from commonweal.indicators.wording import STANDING_WORDS, slug_id
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import measures_of

Json = dict[str, Any]
# The terms that are used, as the standard's own context has them; written out, so that nobody has to fetch it.
_CIDS, _ORG = "https://ontology.commonapproach.org/cids#", "http://ontology.eil.utoronto.ca/tove/organization#"
_I72, _PROV = "http://ontology.eil.utoronto.ca/ISO21972/iso21972#", "http://www.w3.org/ns/prov#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT: Json = {
    "cids": _CIDS, "org": _ORG, "i72": _I72, "prov": _PROV, "xsd": _XSD,
    **{name: {"@id": f"{prefix}:{name}", "@type": "xsd:string"} for prefix, name in (
        ("org", "hasName"), ("org", "hasLegalName"), ("cids", "hasDescription"), ("cids", "hasComment"),
        ("cids", "unitDescription"), ("i72", "hasNumericalValue"))},
    **{name: {"@id": f"prov:{name}", "@type": "xsd:dateTime"} for name in ("startedAtTime", "endedAtTime")},
    **{name: {"@id": f"cids:{name}", "@type": "@id"} for name in (
        "forOrganization", "forIndicator", "forOutcome", "forTheme", "hasIndicator", "hasIndicatorReport", "hasOutcome",
        "hasActivity")},
    "value": {"@id": "i72:value", "@type": "@id"},
}


def depart(book: Book) -> bytes:
    """What everyone may see of a book, with its published figures, as JSON-LD. Raises Refused where it has errors."""
    return write_json(linked_data(book, figures_of_book(book))).encode()


def linked_data(book: Book, figures: Iterable[Figure]) -> Json:
    """The graph: bodies, activities, themes, outcomes, indicators and reports, each under an id made of the book's."""
    return {"@context": CONTEXT, "@graph": [*_Graph(book, figures).nodes()]}


class _Graph:
    """One book while its graph is made."""

    def __init__(self, book: Book, figures: Iterable[Figure]) -> None:
        self.book = book
        self.told = public(book)
        self.measures = measures_of(book)
        listed = list(figures)
        self.reports = [figure for figure in listed
                        if figure.value is not None and figure.period_start and figure.period_end]
        self.left_out = len(listed) - len(self.reports)
        self.indicators: dict[str, list[Figure]] = {}
        for figure in self.reports:
            self.indicators.setdefault(_without_period(figure), []).append(figure)
        self.body = self._id("organisation", book.settings.body)

    def nodes(self) -> Iterator[Json]:
        """Every node, in an order that stays."""
        active = {party.text("organisation") for party in self.told.rows["parties"]}
        for row in self.told.rows["organisations"]:
            if row.key in active or row.key == self.book.settings.body:
                yield self._organisation(row)
        for row in self.told.rows["activities"]:
            yield {"@id": self._id("activity", row.key), "@type": "cids:Activity", "hasName": row.text("title"),
                   "hasDescription": row.text("summary") or row.text("title")}
        for theme in sorted({row.text("theme") for row in self.measures.values()}):
            yield {"@id": self._id("theme", slug_id(theme)), "@type": "cids:Theme", "hasName": theme,
                   "hasDescription": f"A theme of {self.book.settings.own_framework}."}
        yield from self._outcomes()
        for name, figures in sorted(self.indicators.items()):
            yield self._indicator(name, figures)
            yield from (self._report(name, figure) for figure in figures)

    def _organisation(self, row: Record) -> Json:
        node: Json = {"@id": self._id("organisation", row.key), "@type": "cids:Organization",
                      "hasLegalName": row.text("name")}
        active = [self._id("activity", party.text("activity")) for party in self.told.rows["parties"]
                  if party.text("organisation") == row.key]
        node["hasActivity"] = sorted(set(active))
        if row.key == self.book.settings.body:
            node["hasIndicator"] = [self._id("indicator", name) for name in sorted(self.indicators)]
            node["hasOutcome"] = [outcome["@id"] for outcome in self._outcomes()]
            node["hasComment"] = (f"{self.left_out} published figures are not told here, because their number is "
                                  "withheld or they state no number or no days.")
        return node

    def _outcomes(self) -> list[Json]:
        pairs = sorted({(row.text("outcome"), row.text("theme")) for row in self.measures.values()})
        return [{"@id": self._id("outcome", slug_id(f"{theme} {outcome}")), "@type": "cids:Outcome", "hasName": outcome,
                 "hasDescription": f"An outcome of {self.book.settings.own_framework}, under {theme}.",
                 "forTheme": self._id("theme", slug_id(theme)), "forOrganization": self.body}
                for outcome, theme in pairs]

    def _indicator(self, name: str, figures: list[Figure]) -> Json:
        first = figures[0]
        node: Json = {
            "@id": self._id("indicator", name), "@type": "cids:Indicator", "hasName": first.title,
            "hasDescription": f"{first.title}, by the rule '{first.rule}'.", "unitDescription": first.unit or "number",
            "forOrganization": self.body,
            "hasIndicatorReport": [self._id("report", figure.id) for figure in figures]}
        measure = self.measures.get(first.measure)
        if measure:
            pair = f"{measure.text('theme')} {measure.text('outcome')}"
            node["forOutcome"] = self._id("outcome", slug_id(pair))
            node["forTheme"] = self._id("theme", slug_id(measure.text("theme")))
        return node

    def _report(self, name: str, figure: Figure) -> Json:
        return {
            "@id": self._id("report", figure.id), "@type": "cids:IndicatorReport", "hasName": figure.title,
            "forIndicator": self._id("indicator", name), "forOrganization": self.body,
            "startedAtTime": _moment(figure.period_start, "00:00:00"),
            "endedAtTime": _moment(figure.period_end, "23:59:59"),
            "value": {"@id": self._id("value", figure.id), "@type": "i72:Measure",
                      "hasNumericalValue": trim(figure.value) if figure.value is not None else ""},
            "hasComment": _comments(figure)}

    def _id(self, kind: str, name: str) -> str:
        return f"urn:commonweal:{self.book.settings.id}:{kind}:{name}"


def _without_period(figure: Figure) -> str:
    """What a figure is a figure of, whatever the period: the same in every year."""
    return ".".join(part for part in figure.id.split(".") if part != figure.period)


def _comments(figure: Figure) -> list[str]:
    """What must stand beside a number wherever it is read."""
    said = []
    if figure.standing:
        said.append(f"Status: {STANDING_WORDS.get(figure.standing, figure.standing)}.")
    if figure.kind:
        said.append(f"Type of £: {figure.kind}, in the prices of {figure.price_year}, by {figure.edition}.")
    if figure.bound != "exact":
        said.append(f"The number is to be read with '{figure.bound}' before it.")
    if figure.numerator is not None and figure.denominator is not None:
        said.append(f"{trim(figure.numerator)} of {trim(figure.denominator)}.")
    if figure.lines is not None:
        valued = f", of which {figure.lines_valued} had a £ value" if figure.lines_valued is not None else ""
        said.append(f"It covers {figure.lines} lines{valued}.")
    if figure.low is not None and figure.high is not None:
        said.append(f"From {trim(figure.low)} to {trim(figure.high)}.")
    return [*said, *([figure.note] if figure.note else [])]


def _moment(day: date | None, time: str) -> str:
    return f"{day.isoformat()}T{time}Z" if day else ""
