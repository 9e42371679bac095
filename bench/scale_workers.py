"""The processes of the bench of a whole company: each is asked about one database."""

import json
import subprocess
import sys
from pathlib import Path

WORKER = Path(__file__).with_name("scale_worker.py")


class Process:
    """A worker, asked over its standard input and output."""

    def __init__(self, *options):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen([sys.executable, WORKER, *options], **pipes)

    def tell(self, task, **arguments):
        """Set it to work."""
        self._process.stdin.write(json.dumps({"do": task, **arguments}) + "\n")
        self._process.stdin.flush()

    def hear(self):
        """Wait for its answer."""
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit("A worker has failed.")
        return json.loads(answer)

    def ask(self, task, **arguments):
        self.tell(task, **arguments)
        return self.hear()

    def end(self):
        self._process.stdin.close()
        self._process.wait()


class Workers:
    """``ours`` and ``second`` on the database with the add-on, ``stock`` without;
    ``smaller``: {number of activities: a worker on a database with so many}.
    """

    def __init__(self, options):
        self._every = []
        self.config = ["-c", options.c]
        self.databases = options.d, options.without
        self.ours, self.second = self._start(options.d), self._start(options.d)
        self.stock = self._start(options.without)
        self.smaller = {
            int(size): self._start(database) for database, size in options.smaller
        }

    def _start(self, database):
        self._every.append(Process(*self.config, "-d", database))
        return self._every[-1]

    def fresh(self):
        """One more on our database, which has done nothing yet but load Odoo."""
        return self._start(self.databases[0])

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        for one in self._every:
            one.end()
