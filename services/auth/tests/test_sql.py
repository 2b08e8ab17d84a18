"""The service's SQL fits its tables: see `atende_platform.testing.sql_checks`."""

from atende_platform.testing.sql_checks import test_rows_come_back, test_statements_fit_the_schema

BY_OWNER = ("auth.repository.erased_audit_logs.",)

__all__ = ["test_rows_come_back", "test_statements_fit_the_schema"]
