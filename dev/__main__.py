"""python3 -m dev <command>: see ``make help``."""

import os
import signal
import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"Odoo 19 runs on Python 3.10 to 3.13, this is {sys.version.split()[0]}: "
        "choose another one, as in: make demo PYTHON=python3.12"
    )

from . import commands, say

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(name=None, *arguments):
    # What root makes here, the database server's user must be able to read.
    os.umask(0o022)
    sys.stdout.reconfigure(line_buffering=True)
    for number in SIGNALS:
        signal.signal(number, interrupt)
    command = commands.COMMANDS.get(name)
    if not command:
        sys.exit("Commands: " + ", ".join(commands.COMMANDS))
    try:
        return command(*arguments)
    except say.Stop as reason:
        print(f"Stopped: {reason}", file=sys.stderr)
    except OSError as error:
        print(f"Stopped: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
    return 1


def interrupt(_signal, _frame):
    """End in order; an impatient second Ctrl-C must not leave servers behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
