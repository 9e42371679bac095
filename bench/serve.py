"""An Odoo server of a bench's own, and who asks it over HTTP.

As a program it is Odoo itself: Odoo starts the file it was started from once more, for
a process that keeps connections.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager


@contextmanager
def serving(*options):
    """The port of a running Odoo; it ends with the block."""
    from dev.odoo import free_port, wait_for_page

    ports = {"--http-port": free_port(), "--gevent-port": free_port()}
    command = [sys.executable, __file__, *options, "--max-cron-threads=0"]
    command += [f"{name}={port}" for name, port in ports.items()]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        if not wait_for_page(process, ports["--http-port"]):
            sys.exit("Odoo did not start.")
        yield ports["--http-port"]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


class Browser:
    """Somebody who is logged in, on a connection of their own.

    :param asked: the arguments of web_search_read
    """

    def __init__(self, port, database, login, password, model="", asked=None):
        # Not in the server: its gevent wants to be there first.
        from urllib3 import HTTPConnectionPool

        self._pool, self.cookie = HTTPConnectionPool("127.0.0.1", port, maxsize=1), ()
        who = {"db": database, "login": login, "password": password}
        self._post("/web/session/authenticate", who)
        self._path = f"/web/dataset/call_kw/{model}/web_search_read"
        call = {"model": model, "method": "web_search_read", "args": []}
        self._call = {**call, "kwargs": asked}

    def times(self, number):
        """The seconds of so many requests, one after the other."""
        ends = [time.perf_counter()]
        for _one in range(number):
            self._post(self._path, self._call)
            ends.append(time.perf_counter())
        return [end - begin for begin, end in zip(ends, ends[1:], strict=False)]

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Cookie": "=".join(self.cookie)}
        answer = self._pool.request("POST", path, json=body, headers=headers)
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0].split("=")
        content = answer.json()
        if "error" in content:
            raise ValueError(content["error"]["data"]["message"])


if __name__ == "__main__":
    from odoo.cli.command import main

    main()
