"""The commands, one file each.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something needs a person.
"""

from __future__ import annotations

import sys

from crawler.cli.app import app
from crawler.cli.screen import errors
from storage.errors import ConfigurationError, NianbaoError, RegistryError

__all__ = ["app", "main"]

SHOWN_PROBLEMS = 200


def main() -> None:
    """Runs the command line; an error of ours is one line on stderr and exit code 1."""
    try:
        app()
    except RegistryError as error:
        for problem in error.problems[:SHOWN_PROBLEMS]:
            errors.print(problem, markup=False, highlight=False, soft_wrap=True)
        if len(error.problems) > SHOWN_PROBLEMS:
            errors.print(f"… and {len(error.problems) - SHOWN_PROBLEMS} more")
        _fail(error)
    except NianbaoError as error:
        _fail(error)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: no traceback about it at exit
        sys.exit(0)
    except OSError as error:
        if error.filename is None:  # no file of the user's: an error of ours, shown whole
            raise
        _fail(ConfigurationError(f"{error.filename}: {error.strerror}; give another path"))
    except KeyboardInterrupt:
        errors.print("interrupted; what was archived is kept, run the command again to go on")
        sys.exit(1)


def _fail(error: NianbaoError) -> None:
    errors.print(f"nianbao: {error}", markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)
