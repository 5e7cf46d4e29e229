"""An empty database of each kind, as the storage tests have it."""

from tests.storage.conftest import database, postgresql_database, sqlite_template

__all__ = ["database", "postgresql_database", "sqlite_template"]
