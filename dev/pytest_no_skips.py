"""A pytest plugin: a skipped test fails the run.

Odoo skips its browser tests without a word when it misses something; such a run must
not look like a success.
"""

import pytest

skipped = []


def pytest_runtest_logreport(report):
    # An expected failure (xfail) is reported as skipped too, but did run.
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    if skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if skipped:
        terminalreporter.section("skipped tests fail this run")
        for name in skipped:
            terminalreporter.write_line(f"SKIPPED {name}")
