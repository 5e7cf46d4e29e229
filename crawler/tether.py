"""Ends this process when the one that started it ends, however that happened.

The parent keeps the other end of our stdin open; the system closes it when the parent dies, also by
``kill -9``. Else what it had started would go on asking sites that somebody else may be asking by
then.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable


def tether(hear: Callable[[bytes], object] = len) -> None:
    """Watch stdin from now on; this process ends, with nothing tidied up, when it is closed.

    Args:
        hear: is given each line that the parent writes, in a thread of its own.
    """
    threading.Thread(target=_listen, args=(hear,), name="tether", daemon=True).start()


def _listen(hear: Callable[[bytes], object]) -> None:
    # unbuffered: a thread that waits inside sys.stdin's buffer can hold up the interpreter's end
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as lines:
        for line in lines:
            hear(line)
    os._exit(1)
