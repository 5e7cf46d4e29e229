"""Ends this process when the one that started it ends, however that happened.

The parent keeps the other end of our stdin open and writes nothing; the system closes it when the
parent dies, also by ``kill -9``. Else what it had started would go on asking sites that somebody
else may be asking by then.
"""

from __future__ import annotations

import os
import sys
import threading


def tether() -> None:
    """Watch stdin from now on; this process ends, with nothing tidied up, when it is closed."""
    threading.Thread(target=_wait_for_the_end, name="tether", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)
