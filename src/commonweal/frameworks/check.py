"""What an edition is refused for: every rule over its tables, each fault listed with its code, place and mend."""

from collections.abc import Iterator, Sequence

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.frameworks.check_others import check_bands, check_indices
from commonweal.frameworks.check_values import check_values
from commonweal.frameworks.contents import Contents, source_id
from commonweal.frameworks.fingerprint import place
from commonweal.frameworks.model import Edition


def check_contents(contents: Contents) -> list[Finding]:
    """Every fault in the tables of one edition; what lies between editions is `check_crosswalks`."""
    return [
        *_sources(contents),
        *_measures(contents),
        *check_values(contents),
        *check_indices(contents),
        *check_bands(contents),
        *_crosswalk(contents),
        *_gaps(contents),
    ]


def _sources(contents: Contents) -> Iterator[Finding]:
    for name, records in contents.tables.items():
        for record in records:
            cell = record.text("source") if name != "crosswalk" else ""
            if cell and source_id(cell) not in contents.sources:
                known = ", ".join(sorted(contents.sources)) or "none yet"
                yield contents.error("SOURCE-UNKNOWN", record, "source",
                                     told("edition.toml declares no source '{cell}'.", cell=source_id(cell) or cell),
                                     told("Begin the cell with the id of a source, or declare it. Declared: {known}.",
                                          known=known))


def _measures(contents: Contents) -> Iterator[Finding]:
    valued = {value.text("measure") for value in contents.tables["values"]}
    for measure in contents.tables["measures"]:
        own = measure.text("id")
        for other in measure.ids("excludes"):
            if other == own:
                yield contents.error("MEASURE-EXCLUDES-ITSELF", measure, "excludes",
                                     told("'{own}' excludes itself, so it could never be claimed.", own=own),
                                     told("Take it out of its own list."))
            elif contents.lacks("measures", other):
                yield contents.error("MEASURE-EXCLUDES-UNKNOWN", measure, "excludes",
                                     told("there is no measure '{other}' to exclude.", other=other),
                                     told("Correct the id, or take it out of the list."))
        if measure.text("no_value_because") and own in valued:
            yield contents.error("MEASURE-VALUED-AFTER-ALL", measure, "no_value_because",
                                 told("'{own}' says why it has no value, but values.csv has one.", own=own),
                                 told("Clear the reason, or take the value out."))


def _crosswalk(contents: Contents) -> Iterator[Finding]:
    for row in contents.tables["crosswalk"]:
        if contents.lacks("measures", row.text("measure")):
            yield contents.error("CROSSWALK-MEASURE-UNKNOWN", row, "measure",
                                 told("this edition has no measure '{measure}'.", measure=row.text("measure")),
                                 told("Correct the id, or take the row out."))
        if row.text("other_framework") == contents.framework:
            yield contents.error("CROSSWALK-TO-ITSELF", row, "other_framework",
                                 told("this is the edition's own framework."),
                                 told("Name another framework; between its own measures use 'excludes'."))
        factor = row.number_or_zero("factor")
        if factor == 0 or (row.text("relation") == "same" and factor != 1):
            yield contents.error("CROSSWALK-FACTOR", row, "factor",
                                 told("the factor is 0, or not 1 although the two units are said to be the same."),
                                 told("Write how many units there are one unit here; with another factor use 'close'."))


def _gaps(contents: Contents) -> Iterator[Finding]:
    if contents.refused & {"values", "indices"}:
        return
    rows = {record.key for name in ("values", "indices") for record in contents.tables[name]}
    for name in contents.gaps:
        if name not in rows:
            yield Finding("GAP-UNKNOWN", Severity.ERROR,
                          told("a gap is declared before '{name}': there is no such row.", name=name),
                          told("Write the id of the value that begins after the gap, or index/year, then a colon and "
                               "why."), place(contents.shown_as, "edition.toml"),
                          contents.gaps_row, "gaps", name)


def check_crosswalks(editions: Sequence[Edition]) -> list[Finding]:
    """Whether every crosswalk row leads to a measure that exists, as far as the other framework is at hand."""
    findings = []
    for edition in editions:
        for row in edition.crosswalk:
            framework, other = row.text("other_framework"), row.text("other_measure")
            file = f"{edition.id}/crosswalk.csv"
            at_hand = [each for each in editions if each.framework == framework]
            found = [each.measures[other] for each in at_hand if other in each.measures]
            if not at_hand:
                findings.append(Finding("CROSSWALK-UNCHECKED", Severity.NOTE,
                                        told("no version of '{framework}' is at hand, so the row was not checked.",
                                             framework=framework),
                                        told("Load that framework as well."), file, row.row, "other_framework",
                                        row.key))
            elif not found:
                findings.append(Finding("CROSSWALK-NOWHERE", Severity.ERROR,
                                        told("'{framework}' has no measure '{other}'.", framework=framework,
                                             other=other),
                                        told("Correct the id, or take the row out."), file, row.row, "other_measure",
                                        row.key))
            elif row.text("relation") == "same":
                own = edition.measures[row.text("measure")].text("unit")
                units = {measure.text("unit") for measure in found}
                if own not in units:
                    findings.append(Finding("CROSSWALK-UNIT", Severity.ERROR,
                                            told("the units are said to be the same, but '{own}' is not '{units}'.",
                                                 own=own, units=min(units)),
                                            told("Use 'close', with the factor and a note."), file, row.row, "relation",
                                            row.key))
    return findings
