"""A pytest plugin: a skipped test fails, and with it the run.

Odoo skips its browser tests without a word when it misses something; such a run must
not look like a success.
"""

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _fail((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _fail((yield))


def _fail(report):
    # An expected failure (xfail) is reported as skipped too, but did run.
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{report.longrepr[2]}, which fails"
    return report
