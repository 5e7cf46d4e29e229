"""One run in a process of its own: ``python -m crawler.schedule RUN_ID``.

A scheduler starts it, and it ends with it.
"""

import sys

if __name__ == "__main__":  # the processes that read for it import this module, too
    from crawler.schedule.run import main

    sys.exit(main(sys.argv[1:]))
