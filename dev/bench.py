"""make bench and its sisters: measurements on a database of their own."""

import contextlib
import os

from . import chromium, databases, odoo, venv
from .paths import CONFIG, exclusive

DATABASE = "galloper_bench"
WITHOUT = f"{DATABASE}_without"
COMPANY, SIZE = 10_000, 100_000  # open activities
SMALLER = 10_000, 100_000  # whose figures the growth is measured against
KINDS = "scale", "screen", "ledger", "reports", "team"
#: {target of make: module of bench}
NAMES = {
    "bench": "single",
    **{f"bench-{one}": one for one in KINDS},
    "stress": "stress",
}


def run(context):
    """Measure; a whole company if SIZE is that of one."""
    module, size = NAMES[context.info_name], int(os.environ.get("SIZE") or 0)
    if module == "single" and size >= COMPANY:
        module = "scale"
    smaller = [one for one in SMALLER if module == "scale" and one < (size or SIZE)]
    names = [DATABASE, *(f"{DATABASE}_{one}" for one in smaller)]
    options = ["--without", WITHOUT] if module == "scale" else []
    for name, number in zip(names[1:], smaller, strict=True):
        options += ["--smaller", name, str(number)]
    if module == "screen":
        chromium.ensure()
    command = [venv.python(), "-m", f"bench.{module}", "-c", CONFIG, "-d", DATABASE]
    with (
        odoo.ready() as ready,
        exclusive("bench", "Another bench is under way"),
        contextlib.ExitStack() as stack,
    ):
        make = dict.fromkeys(names, databases.copy_of_prepared)
        if options:
            make[WITHOUT] = databases.copy_of_template
        for name, how in make.items():
            stack.enter_context(databases.only_for(name, how, ready))
        return ready.call([*command, *options])
