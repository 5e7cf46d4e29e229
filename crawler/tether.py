"""What binds a process to the one that started it: it ends with it, hears it, and tells it.

The parent keeps the other end of our stdin open; the system closes it when the parent dies, also by
``kill -9``. Else what it had started would go on asking sites that somebody else may be asking by
then.
"""

from __future__ import annotations

import json
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


def tell(**message: object) -> None:
    """Tells the parent something: one JSON object in a line on stdout."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _listen(hear: Callable[[bytes], object]) -> None:
    # unbuffered: a thread that waits inside sys.stdin's buffer can hold up the interpreter's end
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as lines:
        for line in lines:
            hear(line)
    os._exit(1)
