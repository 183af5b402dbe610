"""Great Expectations imports PySpark where ``make spark`` has installed it, and PySpark's ``sql.connect`` exits there.

It takes a main module without a file, as a worker of pytest-xdist has one, for a run of its own doctests.
"""

import sys
import warnings

import pytest


@pytest.fixture(autouse=True, scope="session")
def main_module_has_a_file() -> None:
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(action="ignore"):
            patch.setattr(main, "__file__", __file__, raising=False)
            patch.setenv("GX_ANALYTICS_ENABLED", "false")
            import great_expectations  # noqa: F401
