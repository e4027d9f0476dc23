"""Declared tables as Parquet and back, exactly. The same records give the same bytes."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import gettempdir
from typing import Self
from uuid import uuid4

import duckdb
import numpy as np

from commonweal.basics.columns import Coded
from commonweal.basics.csv_files import canonical
from commonweal.basics.tables import WIDTHS, Column, Kind, Record, Table
from commonweal.snapshot.stored import quoted, records_of

_SQL_TYPES = {Kind.DATE: "DATE", Kind.YEAR: "INTEGER", Kind.COUNT: "INTEGER", Kind.YES_NO: "BOOLEAN"}


def connect(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database in memory that fetches nothing from anywhere and writes in one fixed order."""
    return duckdb.connect(":memory:", config={
        "threads": threads, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
    })


def keep_within(connection: duckdb.DuckDBPyConnection, megabytes: int) -> None:
    """Let a database take so much memory for sorting and no more. What does not fit lies on disk meanwhile, in a folder
    that the database makes when it needs one and takes away when it is closed."""
    spill = Path(gettempdir()) / f"commonweal-{uuid4().hex}"
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    connection.execute(f"SET temp_directory = '{quoted(spill)}'")


def sql_type(column: Column) -> str:
    """The SQL type of a declared column: DECIMAL of its width, DATE, INTEGER, BOOLEAN or VARCHAR."""
    if column.kind in WIDTHS:
        digits, places = WIDTHS[column.kind]
        return f"DECIMAL({digits},{places})"
    return _SQL_TYPES.get(column.kind, "VARCHAR")


class Packing:
    """Packs tables as Parquet one after the other, in a thread of its own: meanwhile the text of the next is made.

    All are packed when its block ends. Raises OSError then where a file cannot be written, as for any file.
    """

    def __init__(self) -> None:
        # A second thread of the engine would hold back rows to keep their order: half a gigabyte, and no time saved.
        self._connection = connect(threads=1)
        self._thread = ThreadPoolExecutor(1)
        self._begun: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *more: object) -> None:
        self._thread.shutdown(cancel_futures=failed is not None)
        self._connection.close()
        for packed in self._begun if failed is None else ():
            packed.result()

    def begin(self, work: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Do some packing after what was begun before."""
        self._begun.append(self._thread.submit(work, self._connection))


def write_parquet(packing: Packing, table: Table, records: Collection[Record], path: Path,
                  **beside: Coded[int]) -> str:
    """Write records in key order; returns the SHA-256 of their canonical CSV text, which is what names them.

    `beside` are whole numbers for each row in that order: columns that the fingerprint does not cover.
    """
    columns = ", ".join(
        f"CAST({_yes_no(column)} AS {sql_type(column)}) AS \"{column.name}\"" for column in table.columns)
    names = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in table.names) + "}"
    source, seal = path.with_suffix(".csv"), hashlib.sha256()
    with source.open("wb") as file:
        for part in map(str.encode, canonical(table, records)):
            seal.update(part)
            file.write(part)

    def pack(connection: duckdb.DuckDBPyConnection) -> None:
        chosen, further = columns, ""
        if beside:
            connection.register("beside", {
                name: np.array(column.values, np.int32)[np.array(column.codes)] for name, column in beside.items()})
            chosen, further = ", ".join([columns, *beside]), "POSITIONAL JOIN beside"
        copy(connection,
             f"SELECT {chosen} FROM read_csv(?, header = true, columns = {names}, quote = '\"', escape = '\"', "
             f"delim = ',', nullstr = '', new_line = '\\n', auto_detect = false, max_line_size = 1000000, "
             f"parallel = false) {further}", path, [str(source)])
        source.unlink()

    packing.begin(pack)
    return seal.hexdigest()


def copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, values: Iterable[str] = ()) -> None:
    """Write what a query gives as a Parquet file. Raises OSError where the file cannot be written, as for any file."""
    try:
        connection.execute(f"COPY ({query}) TO '{quoted(path)}' (FORMAT parquet, COMPRESSION zstd)", list(values))
    except duckdb.IOException as error:
        raise OSError(f"{path.name} could not be written whole") from error


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, values: Iterable[object], path: Path) -> None:
    """Write what a query of texts gives as a canonical CSV file."""
    try:
        connection.execute(
            f"COPY ({query}) TO '{quoted(path)}' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', "
            "NULLSTR '')", [*values])
    except duckdb.IOException as error:
        raise OSError(f"{path.name} could not be written whole") from error


def read_parquet(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Record]:
    """Read a table back as typed records, in the order written."""
    columns = ", ".join(f'"{name}"' for name in table.names)
    rows = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [str(path)]).fetchall()
    return [*records_of(table, rows)]


def _yes_no(column: Column) -> str:
    name = f'"{column.name}"'
    return f"CASE {name} WHEN 'yes' THEN 'true' WHEN 'no' THEN 'false' END" if column.kind is Kind.YES_NO else name
