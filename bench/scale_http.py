"""The first page over HTTP, as browsers ask for it: one at a time, and eight at once.

An Odoo server of its own, with two processes, serves both databases.
"""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from scale_report import Row

PROCESSES, AT_ONCE = 2, 8
ROUNDS, EACH = 7, 10  # so many requests of each salesperson in a round
_PATIENCE = 300


def measure(workers, pairs, databases, options):
    """Rows: My Day's first page, of stock Odoo's, in each number of people at once.

    :param pairs: (a salesperson of ours, one of stock's)
    :param databases: ours, and that of stock Odoo
    :param options: Odoo's own
    """
    ours, stock = ([pair[place] for pair in pairs[:AT_ONCE]] for place in (0, 1))
    logins = [workers.ours.ask("let_in", user_ids=ours)]
    logins.append(workers.stock.ask("let_in", user_ids=stock))
    with server(options, databases) as port:
        people = [
            [Browser(port, database, *login) for login in of_database]
            for database, of_database in zip(databases, logins, strict=True)
        ]
        for number in (1, AT_ONCE):
            times = [[], []]
            for turn in range(1 + ROUNDS):
                # Both in turns; each database's browsers ask at the same time.
                for browsers, taken in zip(people[::-1], times[::-1], strict=True):
                    seconds = all_at_once(browsers[:number])
                    if turn:
                        taken.append(seconds)
            title = "one at a time" if number == 1 else f"{number} at once"
            yield Row(f"My Activities over HTTP, {title}", times[1], None, base="")
            base = "My Activities"
            yield Row(f"My Day over HTTP, {title}", *times, target=1.3, base=base)


def all_at_once(browsers):
    """The median of the seconds that a request takes."""
    times = [[] for _browser in browsers]
    threads = [
        threading.Thread(target=browser.ask_often, args=(taken,))
        for browser, taken in zip(browsers, times, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if any(len(taken) != EACH for taken in times):
        sys.exit("A request over HTTP has failed.")
    return statistics.median(sum(times, []))


class Browser:
    """Somebody who is logged in, on a connection of his own.

    :param request: what he asks for: model, and the arguments of web_search_read
    """

    def __init__(self, port, database, login, password, request):
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie, self._request = "", request
        who = {"db": database, "login": login, "password": password}
        self._post("/web/session/authenticate", who)

    def ask_often(self, times):
        for _number in range(EACH):
            begin = time.perf_counter()
            self.ask()
            times.append(time.perf_counter() - begin)

    def ask(self):
        model, kwargs = self._request
        call = {"model": model, "method": "web_search_read", "args": []}
        path = f"/web/dataset/call_kw/{model}/web_search_read"
        return self._post(path, {**call, "kwargs": kwargs})

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json", "Cookie": self._cookie}
        self._connection.request("POST", path, body, headers)
        answer = self._connection.getresponse()
        self._cookie = answer.getheader("Set-Cookie") or self._cookie
        content = json.loads(answer.read())
        if "error" in content:
            raise ValueError(content["error"]["data"]["message"])
        return content["result"]


@contextmanager
def server(options, databases):
    """The port of a running Odoo; it ends with the block."""
    port, other = free_ports(2)
    command = [sys.executable, __file__, *options, "-d", ",".join(databases)]
    command += [f"--workers={PROCESSES}", "--max-cron-threads=0"]
    command += [f"--http-port={port}", f"--gevent-port={other}"]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(port, process):
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/web/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("Odoo's server has not come up.")


def free_ports(number):
    with_ports = [socket.create_server(("127.0.0.1", 0)) for _one in range(number)]
    ports = [one.getsockname()[1] for one in with_ports]
    for one in with_ports:
        one.close()
    return ports


if __name__ == "__main__":
    # The server: Odoo starts this file once more for a process that keeps connections.
    from odoo.cli.command import main

    main()
