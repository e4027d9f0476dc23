"""A long file is read as a short one is: the same rows, the same faults, the same sums, without being held."""

import pytest

from commonweal.basics.csv_files import read_table
from commonweal.basics.long_files import LongRows, read_long_table
from commonweal.basics.tables import Column, Kind, Table

TABLE = Table("things", "one thing", (
    Column("id", Kind.ID, "Its id.", required=True),
    Column("amount", Kind.MONEY, "How much.", negative=True),
    Column("name", Kind.TEXT, "Its name."),
))
FILES = {
    "sound": b"id,amount,name\na.1,1.50,One\na.2,-2,\na.10,3,Three\n",
    "mark and blank rows": b"\xef\xbb\xbfid,amount\r\na,1\r\n,\r\nb,2\r\n",
    "quoted newline": b'id,name\na,"two\nlines"\nb,x\n',
    "refused cells": b"id,amount\na,1\nb,lots\nC,3\nd,4,5\n",
    "the same id twice": b"id,amount\na,1\nb,2\na,3\nc,4\na,5\n",
    "ids that fall": b"id,amount\nb,1\na,2\nc.9,3\nc.10,4\nc.010,5\n",
    "unknown heading": b"id,size\na,1\n",
    "broken quotes": b'id,name\na,x\nb,"y\n',
    "nothing": b"",
    "another encoding": b"id,name\na,caf\xe9\n",
    "binary": b"id,name\na,\x00\n",
}


def said(read):
    return ([dict(record.values) | {"row": record.row} for record in read.rows],
            [str(finding) for finding in read.findings], (read.rows_in, read.accepted, read.refused, read.blank))


@pytest.mark.parametrize("name", FILES)
def test_a_long_file_gives_what_a_short_one_gives(tmp_path, name):
    path = tmp_path / "things.csv"
    path.write_bytes(FILES[name])
    short, long = read_table(path, TABLE), read_long_table(path, TABLE, long=0)
    assert said(long) == said(short)
    assert long.rows_in == long.accepted + long.refused + long.blank


def test_the_rows_can_be_gone_through_again_and_again(tmp_path):
    path = tmp_path / "things.csv"
    path.write_bytes(FILES["the same id twice"])
    rows = read_long_table(path, TABLE, long=0).rows
    assert isinstance(rows, LongRows)
    assert [[row.key for row in rows] for _ in range(2)] == [["a", "b", "c"]] * 2
    assert len(rows) == 3


def test_a_file_that_is_not_there_is_an_empty_table(tmp_path):
    assert said(read_long_table(tmp_path / "none.csv", TABLE, long=0)) == ([], [], (0, 0, 0, 0))
