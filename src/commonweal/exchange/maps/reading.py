"""Reading a column map: every unknown key and every contradiction is a finding, before a row is read."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Kind
from commonweal.basics.told import Told, told
from commonweal.basics.toml_files import Key, check_keys, parse_toml
from commonweal.exchange.maps import below_zero
from commonweal.exchange.maps.dates import PARTIAL, STYLES, ambiguous
from commonweal.exchange.maps.model import (
    TABLES,
    VERSION_TABLES,
    ColumnMap,
    Into,
    Join,
    Only,
    Source,
    Unit,
    Version,
)

_WORDS = (str, list)
_MAP = {
    "title": Key(str, "what the file is, in a few words", required=True),
    "read": Key(dict, "how the file is read"),
    "only": Key(list, "which rows are taken"),
    "join": Key(list, "other files whose columns stand beside these"),
    "version": Key(dict, "the framework version that the rows become part of"),
    "into": Key(dict, "for each table, where its columns come from", required=True),
}
_READ = {
    "sheet": Key(_WORDS, "the sheets that are read; every sheet with the headings if left out"),
    "heading": Key((int, list), "the row of the headings, or rows; 0 where there are none: then columns are A, B, C"),
    "dates": Key(list, f"how dates are written, each by example: {', '.join(STYLES)}"),
    "below_zero": Key(list, "how amounts below zero are written where no minus stands in front, each by example: "
                            f"{', '.join(below_zero.STYLES)}"),
    "numbers": Key(str, 'how numbers are written: "1,234.5" or "1.234,5"'),
}
_SOURCE = {
    "from": Key(_WORDS, "the heading of the column, or of several"),
    "first_of": Key(list, "headings of columns of which the first that is filled is taken"),
    "words": Key(str, "a text of your own; {heading}, {row}, {sheet}, {file} and {fingerprint} are filled in"),
    "join": Key(str, "what stands between the cells of several columns"),
    "make": Key(str, '"id": capitals, spaces and signs are made into an id'),
    "values": Key(dict, "what each of their words is called here"),
    "others": Key(str, "what every other word is called here"),
    "blank": Key(list, "words that stand for nothing, such as n/a"),
    "if_blank": Key(str, "what stands here where the cell is blank"),
    "unit": Key(dict, "the column that holds the unit, and the one unit that is taken"),
    "times": Key(str, "what their number is multiplied by to be in our unit"),
    "percent": Key(bool, "true where 50 or 50% means one half"),
    "round": Key(bool, "true rounds to the places that the column has"),
    "day": Key(str, '"first" or "last" day of a month or year'),
}
_UNIT = {"from": Key(str, "the heading of the unit's column", required=True),
         "is": Key(str, "the unit that is taken", required=True),
         "other": Key(str, '"refuse" a row in another unit, or leave the cell "blank"')}
_ONLY = {"column": Key(str, "the heading", required=True), "is": Key(_WORDS, "the words of the rows that are taken"),
         "not": Key(_WORDS, "the words of the rows that are not")}
_JOIN = {"name": Key(str, "a short name: the columns are called 'name: heading'", required=True),
         "file": Key(str, "the file, beside the one that is read", required=True),
         "here": Key(_WORDS, "the headings of the key here", required=True),
         "there": Key(_WORDS, "the headings of the key there", required=True),
         "heading": Key(int, "the row of its headings")}
_VERSION = {"framework": Key(dict, "where the framework's name comes from", required=True),
            "version": Key(str, "the version", required=True), "title": Key(str, "its title", required=True),
            "publisher": Key(str, "who publishes it", required=True),
            "published": Key(date, "the day it was published", required=True),
            "licence": Key(str, "its licence", required=True),
            "redistributable": Key(bool, "whether the licence lets it stand in a published package", required=True),
            "valid_from": Key(date, "the first day it is valid", required=True),
            "price_year": Key(int, "the usual price year"), "notes": Key(list, "cautions"),
            "sources": Key(list, "where it comes from", required=True)}
_TABLE_KEYS = {"table": Key(str, "the table, where the block has a name of its own: several may be for one table"),
               "needs": Key(_WORDS, "headings without which a row gives no row of this table"),
               "merge": Key(bool, "true where the same row may stand in the file several times")}


def read_map(text: str, file: str) -> tuple[ColumnMap | None, list[Finding]]:
    """A column map from its text; None, with every fault, where it cannot be used."""
    data, findings = parse_toml(text, file)
    if data is None:
        return None, findings
    reader = _Reader(file)
    found = reader.whole(data, text)
    return (None if reader.findings else found), reader.findings


class _Reader:
    """Reads the parts of one map and keeps the findings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def whole(self, data: Mapping[str, Any], text: str) -> ColumnMap | None:
        self.keys(data, _MAP, "")
        read = data.get("read", {})
        if self.findings:
            return None
        self.keys(read, _READ, "read")
        for number, entry in enumerate(data.get("only", []), 1):
            self.keys(entry, _ONLY, f"only {number}")
        for number, entry in enumerate(data.get("join", []), 1):
            self.keys(entry, _JOIN, f"join {number}")
        version = data.get("version")
        if version is not None:
            self.keys(version, _VERSION, "version")
        if self.findings:
            return None
        heading = read.get("heading", 1)
        found = ColumnMap(
            data["title"], text, (), _texts(read.get("sheet")),
            tuple(heading) if isinstance(heading, list) else (heading,),
            tuple(map(str, read.get("dates", ()))), self.decimal_comma(read.get("numbers", "1,234.5")),
            tuple(map(str, read.get("below_zero", ()))),
            tuple(Only(each["column"], _texts(each.get("is")), _texts(each.get("not")))
                  for each in data.get("only", ())),
            tuple(Join(each["name"], each["file"], _texts(each["here"]), _texts(each["there"]), each.get("heading", 1))
                  for each in data.get("join", ())),
            self.version(version) if version else None)
        self.styles(found)
        into = tuple(self.into(name, columns, found.dates) for name, columns in data["into"].items())
        tables = {each.table.name for each in into if each}
        if of_a_version := sorted(tables & VERSION_TABLES.keys()) if not version else []:
            self.fault("MAP-VERSION",
                       told("{of_a_version} belong to a framework version.", of_a_version=", ".join(of_a_version)),
                       told("Say which under [version]."), "version")
        if not tables:
            self.fault("MAP-TABLE", told("no table is named."),
                       told("Write [into.TABLE] for one of: {tables}.", tables=", ".join(TABLES)), "into")
        return ColumnMap(**{**vars(found), "into": tuple(each for each in into if each)})

    def into(self, name: str, columns: object, dates: tuple[str, ...]) -> Into | None:
        if not isinstance(columns, dict):
            self.fault("MAP-TABLE", told("'{name}' has no columns.", name=name),
                       told("Write [into.{name}] and a line a column.", name=name), name)
            return None
        called = str(columns.get("table", name))
        if called not in TABLES:
            self.fault("MAP-TABLE", told("there is no table '{called}'.", called=called),
                       told("The tables are: {tables}.", tables=", ".join(TABLES)), called)
            return None
        table = TABLES[called]
        sources: dict[str, Source] = {}
        for column, value in columns.items():
            if column in _TABLE_KEYS:
                continue
            if column not in table.names:
                self.fault("MAP-COLUMN", told("{name} has no column '{column}'.", name=name, column=column),
                           told("The columns are: {names}.", names=", ".join(table.names)), column)
            elif source := self.source(value, f"into.{name}.{column}"):
                sources[column] = source
                dated = table.column(column).kind is Kind.DATE and not source.words
                if dated and not source.day and set(dates) & PARTIAL:
                    self.fault("MAP-DAY",
                               told("{column} may hold a month or a year, by the styles of dates.", column=column),
                               told('Say whether day = "first" or day = "last" is meant.'), column)
        self.keys({key: value for key, value in columns.items() if key in _TABLE_KEYS}, _TABLE_KEYS, f"into.{name}")
        for column in table.columns:
            if column.required and not column.default and column.name not in columns:
                self.fault("MAP-COLUMN", told("{name} needs the column '{column}'.", name=name, column=column.name),
                           told("It holds: {meaning}", meaning=Told(column.meaning)), column.name)
        return Into(table, sources, _texts(columns.get("needs")), columns.get("merge") is True)

    def source(self, value: object, where: str) -> Source | None:
        if isinstance(value, str):
            return Source(columns=(value,))
        if not isinstance(value, dict):
            self.fault("MAP-SOURCE", told("{where} is neither a heading nor a block.", where=where),
                       told('Write for example { from = "Name" }.'), where)
            return None
        before = len(self.findings)
        self.keys(value, _SOURCE, where)
        if len([key for key in ("from", "first_of", "words") if value.get(key)]) != 1:
            self.fault("MAP-SOURCE", told("{where} does not say where it comes from, or says it twice.", where=where),
                       told("Give one of: from, first_of, words."), where)
        if value.get("make", "id") != "id" or value.get("day", "first") not in ("first", "last"):
            self.fault("MAP-SOURCE", told("{where} says what there is not.", where=where),
                       told('make is "id"; day is "first" or "last".'), where)
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", value.get("times") or "1"):
            self.fault("MAP-SOURCE", told("{where} multiplies by what is no number.", where=where),
                       told('Write for example times = "7.5".'), where)
        unit = value.get("unit")
        if isinstance(unit, dict):
            self.keys(unit, _UNIT, f"{where}.unit")
            if unit.get("other", "refuse") not in ("refuse", "blank"):
                self.fault("MAP-SOURCE", told("{where} does not say what becomes of other units.", where=where),
                           told('other is "refuse" or "blank".'), where)
        if len(self.findings) > before:
            return None
        return Source(
            _texts(value.get("from")), _texts(value.get("first_of")), value.get("words", ""), value.get("join", "-"),
            "make" in value, {str(key).casefold(): str(word) for key, word in value.get("values", {}).items()},
            value.get("others"), tuple(str(word).casefold() for word in value.get("blank", ())),
            value.get("if_blank", ""), Unit(unit["from"], unit["is"], unit.get("other", "refuse")) if unit else None,
            value.get("times", ""), value.get("percent", False), value.get("round", False), value.get("day", ""))

    def version(self, data: Mapping[str, Any]) -> Version | None:
        framework = self.source(data["framework"], "version.framework")
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", data["version"]):
            self.fault("MAP-VERSION", told("'{data}' cannot be the name of a version.", data=data["version"]),
                       told("Use small letters, digits, points and hyphens."), "version")
        facts = {key: value for key, value in data.items() if key not in ("framework", "version")}
        return Version(framework, data["version"], facts) if framework else None

    def styles(self, found: ColumnMap) -> None:
        for style in found.dates:
            if style not in STYLES:
                self.fault("MAP-DATES", told("'{style}' is no style of dates.", style=style),
                           told("The styles are: {styles}.", styles=", ".join(STYLES)), "dates")
        if ambiguous(found.dates):
            self.fault("MAP-DATES",
                       told("day first and month first cannot both be read: 03/04/2024 would be two days."),
                       told("Keep the one that the file uses."), "dates")
        for style in found.below_zero:
            if style not in below_zero.STYLES:
                self.fault("MAP-NUMBERS", told("'{style}' is no style of amounts below zero.", style=style),
                           told("The styles are: {styles}.", styles=", ".join(below_zero.STYLES)), "below_zero")
        if not found.heading or any(not isinstance(row, int) or not 0 <= row < 1_000 for row in found.heading):
            self.fault("MAP-HEADING", told("the row of the headings is no row."),
                       told("Write its number as the spreadsheet shows it."), "heading")
        names = {join.name for join in found.joins}
        if len(names) != len(found.joins):
            self.fault("MAP-JOIN", told("two joins have one name."), told("Give each a name of its own."), "join")

    def decimal_comma(self, style: object) -> bool:
        if style not in ("1,234.5", "1.234,5"):
            self.fault("MAP-NUMBERS", told("'{style}' is no style of numbers.", style=style),
                       told('Write "1,234.5" or "1.234,5".'), "numbers")
        return style == "1.234,5"

    def keys(self, data: object, keys: Mapping[str, Key], where: str) -> None:
        if not isinstance(data, dict):
            self.fault("MAP-BLOCK", told("{where} is no block.", where=where or told("the map")),
                       told("Its keys are: {keys}.", keys=", ".join(keys)), where)
        else:
            self.findings += check_keys(data, keys, self.file, where)

    def fault(self, code: str, message: Told, mend: Told, column: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, message, mend, self.file, column=column))


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
