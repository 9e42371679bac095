"""What the tooling tells its user, and how it gives up."""

import contextlib
import signal
import subprocess
import sys
import tempfile

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """A reason to end, told in one or two lines and without a traceback."""


def guarded(main):
    """Call it; its exit status, or one that says how it has ended."""
    sys.stdout.reconfigure(line_buffering=True)
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        return main()
    except (Stop, OSError) as reason:
        print(f"Stopped: {reason}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
    return 1


def _interrupt(_signal, _frame):
    """End in order; an impatient second Ctrl-C must not leave servers behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def step(text):
    print(f"==> {text}", flush=True)


def detail(text):
    print(f"    {text}", flush=True)


def run(command, failure, hint="", tell=None, **options):
    """Run quietly; when it fails, show the end of its output and stop.

    :param tell: says of the output so far, every few seconds, how far it has got
    """
    with tempfile.TemporaryFile("a+", errors="replace") as output:
        pipes = {"stdout": output, "stderr": subprocess.STDOUT}
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, **pipes, **options
            )
        except FileNotFoundError:
            raise Stop(f"{failure}: no program {command[0]}. {hint}".strip()) from None
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5)
                if tell and process.poll() is None:
                    output.seek(0)
                    detail(tell(output.read()))
        finally:
            end(process)
        output.seek(0)
        text = output.read()
    if process.returncode:
        give_up(text, failure, hint)
    return text


def give_up(output, failure, hint=""):
    for line in output.strip().splitlines()[-15:]:
        print(f"    | {line[:200]}", file=sys.stderr)
    raise Stop(f"{failure}. {hint}".strip())


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
