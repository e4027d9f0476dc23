"""Rows of measures, values and the like as the files of framework versions, one folder for each framework named."""

from collections.abc import Iterable, Mapping

from commonweal.basics.csv_files import write_records
from commonweal.basics.tables import Record, write_value
from commonweal.basics.toml_files import toml_document
from commonweal.exchange.maps.model import VERSION_TABLES, Version


def version_files(version: Version, records: Mapping[str, Iterable[tuple[str, Record]]]) -> dict[str, str]:
    """The texts of every framework version by their path under editions/."""
    files: dict[str, str] = {}
    frameworks: set[str] = set()
    for name, rows in records.items():
        if name not in VERSION_TABLES:
            continue
        by_framework: dict[str, list[Record]] = {}
        for framework, record in rows:
            by_framework.setdefault(framework, []).append(record)
        frameworks |= by_framework.keys()
        for framework, listed in by_framework.items():
            table = listed[0].table
            filled = [column for column in table.names if any(write_value(row.values[column]) for row in listed)]
            files[f"{framework}/{version.version}/{name}.csv"] = write_records(table, listed, filled)
    for framework in frameworks:
        files[f"{framework}/{version.version}/edition.toml"] = _identity(framework, version)
    return files


def _identity(framework: str, version: Version) -> str:
    facts = {"framework": framework, "version": version.version, "status": "draft", **version.facts}
    facts["title"] = str(facts["title"]).replace("{framework}", framework)
    return toml_document(facts)
