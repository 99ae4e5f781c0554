"""Which form the notes file has, and how an older form becomes the present one.

The version stands in the table `_meta`: `{"_meta": {"1": {"schema": 1}}}`. A file without it is
of version 0: empty, or written by plain TinyDB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from tui.annotations.tables_json import Tables

META = "_meta"
SCHEMA = 1
"""The version that this copydesk writes."""

Migration = Callable[[Tables], None]
"""Changes tables of one version, its own copy, into those of the next."""


def _from_0(tables: Tables) -> None:
    """Version 1 is the first: what stands in an unmarked file stays as it is."""


MIGRATIONS: Mapping[int, Migration] = {0: _from_0}
"""By the version that each starts from."""


def version_of(tables: Tables) -> int:
    """Return the schema version that the tables say they have, 0 where they say none."""
    for record in tables.get(META, {}).values():
        version = record.get("schema")
        if type(version) is int and version >= 0:
            return version
    return 0


def migrated(
    tables: Tables, schema: int = SCHEMA, migrations: Mapping[int, Migration] = MIGRATIONS
) -> Tables:
    """Return the tables in the form of version `schema`, stamped with it.

    Args:
        tables: Tables of that version or an older one; they are not changed.
        schema: The version wanted.
        migrations: By the version that each starts from; one for each step is needed.
    """
    version = version_of(tables)
    if version == schema and META in tables:
        return tables
    changed = deepcopy(tables)
    for step in range(version, schema):
        migrations[step](changed)
    changed[META] = {"1": {"schema": schema}}
    return changed
