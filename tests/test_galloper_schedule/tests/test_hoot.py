"""Our JavaScript unit tests, in Hoot, in a real browser."""

import re

from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@test_galloper_schedule"


def job(name):
    """The id Hoot gives a suite, and by which a page is told to run it alone."""
    number = 0
    for char in name:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    @no_retry
    def test_desktop(self):
        with self.assertLogs(self._logger.name) as logs:
            try:
                self._run_suite()
            except AssertionError as failure:
                told = [line for line in logs.output if line.startswith("ERROR")]
                raise AssertionError("\n".join([str(failure), *told])) from None
        # If Hoot finds no test of that name, it runs all of Odoo's own.
        ran = re.findall(r'\[HOOT\] Test "(.+)" passed', "\n".join(logs.output))
        strangers = [name for name in ran if not name.startswith(f"{SUITE}/")]
        self.assertTrue(ran and not strangers, strangers[:3])

    def _run_suite(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={job(SUITE)}",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            # What fails is told by Hoot line by line, the end comes without its name.
            error_checker=lambda message: "[HOOT]" not in message,
        )
