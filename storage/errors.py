"""What can go wrong, by what happened.

NianbaoError
├── ConfigurationError      a setting is missing or has a value that cannot be used
├── RegistryError           the registry of agencies was refused; names every bad line
├── DatabaseError
│   ├── DatabaseTooNew      made by a later version of this program
│   └── DatabaseUnreachable no connection, no permission, disk full
├── ArchiveError
│   ├── ArchiveUnreachable  the object store does not answer, or refuses
│   ├── RecordDamaged       a WARC record does not hold what its index row says
│   └── RecordMissing       an index row points where no record is
├── DocumentError           a document cannot be read; its bytes stay archived
│   ├── NotADocument        the bytes are of no medium we know
│   ├── DocumentTooLarge    over a limit in bytes, cells, pages or members
│   ├── DocumentDamaged     truncated, encrypted, or broken inside
│   └── ReaderMissing       an optional program or package is not installed
├── CrawlError              the crawl itself failed, not one site of it
├── ExportError             a table does not fit a format, or its file cannot be written
└── QuestionError           the archive cannot be asked so: empty, too long, unknown words

Each message is one line for a person: what, where, what to do.
"""

from __future__ import annotations


class NianbaoError(Exception):
    """Anything this program refuses or fails at; ``str()`` is the line shown to the user."""


class ConfigurationError(NianbaoError):
    """A setting is missing or has a value that cannot be used."""


class RegistryError(NianbaoError):
    """The registry of agencies was refused; ``problems`` holds one line for each fault."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class DatabaseError(NianbaoError):
    """The database cannot be used."""


class DatabaseTooNew(DatabaseError):  # noqa: N818 - named for what happened
    """The database was made by a later version of this program."""


class DatabaseUnreachable(DatabaseError):  # noqa: N818
    """No connection, no permission, or no room on the disk."""


class ArchiveError(NianbaoError):
    """The archive of WARC files cannot be used."""


class ArchiveUnreachable(ArchiveError):  # noqa: N818
    """The object store of the archive does not answer, or refuses; nothing is said of a record."""


class RecordDamaged(ArchiveError):  # noqa: N818
    """A WARC record does not hold what its index row says."""


class RecordMissing(ArchiveError):  # noqa: N818
    """An index row points where no record is."""


class DocumentError(NianbaoError):
    """A document cannot be read; its bytes stay archived and an issue row says why."""


class NotADocument(DocumentError):  # noqa: N818
    """The bytes are of no medium this program reads."""


class DocumentTooLarge(DocumentError):  # noqa: N818
    """The document is over a limit in bytes, cells, pages or members."""


class DocumentDamaged(DocumentError):  # noqa: N818
    """The document is truncated, encrypted or broken inside."""


class ReaderMissing(DocumentError):  # noqa: N818
    """An optional program or package that reads this medium is not installed."""


class CrawlError(NianbaoError):
    """The crawl itself failed, not one site of it."""


class QuestionError(NianbaoError):
    """The archive cannot be asked so."""


class ExportError(NianbaoError):
    """A table does not fit a format, or its file or folder cannot be written."""
