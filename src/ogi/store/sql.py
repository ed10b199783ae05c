"""Questions in SQL over the processed tables, answered by DuckDB; nothing is written and nothing fetched."""

from __future__ import annotations

import glob
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from ogi.errors import InputError
from ogi.places import filesystem, is_local
from ogi.store.schema import TABLES
from ogi.store.table import Table, open_table
from ogi.store.writing import finish

_ADVICE = "Correct the query; the columns are in docs/data-dictionary.md."
# What is needed is in DuckDB itself: no extension is looked for, here or elsewhere.
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def query(folder: Path, sql: str) -> Any:
    """Return the answer to one SELECT over the views facts, findings and reports, as an Arrow table.

    Of a dataset only the years and row groups are read that the conditions leave. Raises InputError when the
    tables are missing, and for a query that DuckDB refuses, that is more than one, or that asks for nothing.
    """
    if is_local(folder) and folder.is_dir():
        finish(folder)
    tables = [open_table(folder, name) for name in TABLES]
    # What does not fit in memory is put here, not in the folder one happens to stand in.
    spill = str(Path(tempfile.gettempdir()) / "ogi-sql")
    with duckdb.connect(":memory:", config={**_SETTINGS, "temp_directory": spill}) as connection:
        if not is_local(folder):  # DuckDB's own way to an address is an extension that it would have to fetch
            connection.register_filesystem(filesystem(folder))
        for table in tables:
            _view(connection, table)
        # From here on the tables' files are all there is. Of a pattern DuckDB looks at the folder as spelled.
        own = _spelled(folder).rstrip("/") + "/"
        allowed = ", ".join(f"'{_quoted(spelled)}'" for spelled in (own, glob.escape(own)))
        connection.execute(f"SET allowed_directories = [{allowed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            statements = connection.extract_statements(sql)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise InputError("sql", "", _shown(sql), "one SELECT", _ADVICE)
            return connection.sql(statements[0]).to_arrow_table()
        except duckdb.Error as error:
            said = " ".join(str(error).split("\nLINE ")[0].split())
            raise InputError(
                "sql", "", f"{_shown(sql)} ({said})", "a SELECT that DuckDB takes", _ADVICE
            ) from error


def _view(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    if not table.files:  # a dataset that has no row of this table
        connection.register(table.name, table.empty())
        return
    files = ", ".join(f"'{_quoted(glob.escape(_spelled(path)))}'" for path in table.files)
    # The year of a folder's name lets whole files be passed over.
    options = "hive_partitioning = true, hive_types = {'year': INTEGER}" if table.by_year else ""
    source = f"read_parquet([{files}]{', ' if options else ''}{options})"
    columns = ", ".join(TABLES[table.name])
    connection.execute(f"CREATE VIEW {table.name} AS SELECT {columns} FROM {source}")  # noqa: S608


def _spelled(path: Path) -> str:
    """A file or folder as DuckDB finds it."""
    return str(path.resolve()) if is_local(path) else str(path)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _shown(sql: str) -> str:
    text = " ".join(sql.split())
    return f"“{text[:80]}{'…' if len(text) > 80 else ''}”"
