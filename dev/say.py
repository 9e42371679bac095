"""What the tooling tells its user, and how it gives up."""

import contextlib
import signal
import subprocess
import sys
import time


class Stop(Exception):
    """A reason to end, told in one or two lines and without a traceback."""


def step(text):
    print(f"==> {text}", flush=True)


def detail(text):
    print(f"    {text}", flush=True)


def megabytes(size):
    return f"{size / 1e6:.0f} MB"


def run(command, failure, hint="", **options):
    """Run quietly; when it fails, show the end of its output and stop."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except FileNotFoundError:
        raise Stop(f"{failure}: no program {command[0]}. {hint}".strip()) from None
    if done.returncode:
        give_up(done.stdout, failure, hint)
    return done.stdout


def give_up(output, failure, hint=""):
    for line in output.strip().splitlines()[-15:]:
        print(f"    | {line[:200]}", file=sys.stderr)
    raise Stop(f"{failure}. {hint}".strip())


def watch(process, measure, total, every=5):
    """Tell every few seconds how far a download has got."""
    told = time.monotonic()
    while process.poll() is None:
        time.sleep(0.1)
        if time.monotonic() - told >= every:
            told = time.monotonic()
            detail(f"{megabytes(measure())} of {megabytes(total)}")


def end(process, patience=20):
    """Ask a process to end, as Ctrl-C would; kill it only when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for_interrupt():
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            signal.pause()
