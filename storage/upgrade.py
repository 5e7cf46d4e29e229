"""Brings a database to the version of this program, one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.errors import DatabaseTooNew

# Any number will do, as long as every process of this program takes the same one.
POSTGRESQL_LOCK = 0x6E69616E62616F  # "nianbao"


def upgrade(engine: Engine) -> None:
    """Run the migrations that are pending, in one transaction.

    Safe when several processes open a database at once: SQLite's write lock, or an advisory lock
    of PostgreSQL, lets one migrate and the others find it done.

    Raises:
        DatabaseTooNew: the database is at a revision this version does not know.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    if _is_current(engine, scripts):
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRESQL_LOCK}
            )
        _refuse_newer(connection, scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_current(engine: Engine, scripts: ScriptDirectory) -> bool:
    with engine.execution_options(snapshot=True).connect() as connection:
        _refuse_newer(connection, scripts)
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(scripts.get_heads())


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in known:
            url = connection.engine.url.render_as_string(hide_password=True)
            raise DatabaseTooNew(
                f"{url}: made by a later version of this program (revision {revision}); "
                "upgrade nianbao"
            )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
