"""The archive of what the web answered: WARC 1.1 files, one gzip member for each record.

Payload digests are SHA-256; ``sha256:`` and base32 in the files, as the WARC tools expect, hex in
the database, as ``sha256sum`` prints it.
"""

from storage.warc.reader import StoredRecord
from storage.warc.records import Original
from storage.warc.store import WarcStore
from storage.warc.torn import close_torn

__all__ = ["Original", "StoredRecord", "WarcStore", "close_torn"]
