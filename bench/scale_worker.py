"""A process with one database that does what it is told: an Odoo worker on call.

Arguments: Odoo's own options, -c and -d. It reads tasks from its standard input, a
JSON object a line, and answers each with one: see ``scale_tasks``.
"""

import json
import logging
import sys

import scale_tasks

from odoo.modules.registry import Registry
from odoo.tools import config


def main(*options):
    # What anything prints must not get between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    config.parse_config(list(options), setup_logging=True)
    logging.getLogger("odoo.addons.bus").setLevel(logging.ERROR)
    worker = scale_tasks.Worker(Registry(config["db_name"][0]))
    for line in sys.stdin:
        task = json.loads(line)
        answer = getattr(worker, task.pop("do"))(**task)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
