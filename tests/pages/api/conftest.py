"""The figures of the report's own tests: what stands on a page there is asked of the API here."""

from tests.pages.office.report.test_report import few, ids  # noqa: F401 – fixtures
