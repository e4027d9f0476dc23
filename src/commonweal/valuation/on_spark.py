"""The same SQL text on Spark, for bodies that keep their records there. Needs Java 17 and `commonweal[spark]`.

Spark runs in this process on two cores; with ANSI mode off it would turn an overflow into a silent blank, so
the engine refuses to start without it.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.valuation import sql

Row = Mapping[str, Any]

SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    # Spark guesses from the few columns read that a long table of lines fits into one message. Only prices do.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}


def cell_rows(tables: Mapping[str, Path]) -> tuple[list[Row], list[Row]]:
    """Rows of quantity cells and of value cells over Parquet tables."""
    with open_tables(tables) as session:
        return rows(session, sql.quantity_cells()), rows(session, sql.value_cells())


def valued_rows(tables: Mapping[str, Path]) -> list[Row]:
    """Every valued line as a row."""
    with open_tables(tables) as session:
        return rows(session, sql.VALUED_LINES)


@contextmanager
def open_tables(tables: Mapping[str, Path]) -> Iterator[SparkSession]:
    """A session with views of the Parquet tables by their names, and the prices made from them."""
    session = start()
    names = [*tables, "prices"]
    try:
        for name, path in tables.items():
            session.read.parquet(path.absolute().as_uri()).createOrReplaceTempView(name)
        session.sql(sql.PRICES).cache().hint("broadcast").createOrReplaceTempView("prices")
        yield session
    finally:
        session.catalog.clearCache()
        for name in names:
            session.catalog.dropTempView(name)


def start() -> SparkSession:
    """The one session of this process, started if there is none. Raises Refused unless its arithmetic is strict."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").appName("commonweal")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    scratch = tempfile.gettempdir()
    session = builder.config("spark.sql.warehouse.dir", f"{scratch}/commonweal-spark").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    check_strict(session)
    return session


def check_strict(session: SparkSession) -> None:
    """Raises Refused where an overflow would become a blank instead of an error."""
    if session.conf.get("spark.sql.ansi.enabled") != "true":
        raise Refused(told("Spark runs without ANSI mode, in which an overflow becomes a blank. Set "
                           "spark.sql.ansi.enabled=true."))


def rows(session: SparkSession, query: str) -> list[Row]:
    """The answer to a query as rows of plain values."""
    return [row.asDict() for row in session.sql(query).collect()]
