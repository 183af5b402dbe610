"""The session of a match: settings of its own on a Spark that someone else had started."""

import pytest

from listmatch.matching.engines.spark_session import spark_session
from tests.spark.populations import SPARK

pytestmark = pytest.mark.spark


def test_a_session_has_the_settings_of_a_match_on_a_spark_that_runs_with_others() -> None:
    with spark_session(SPARK) as first:
        first.conf.set("spark.sql.ansi.enabled", "true")
        with spark_session(SPARK) as second:
            [(share,)] = second.sql("select 1 / 0").collect()
            assert share is None
            assert second.conf.get("spark.sql.maxPlanStringLength") == "10000"
        assert first.conf.get("spark.sql.ansi.enabled") == "true"
