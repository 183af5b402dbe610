"""Which engine finds and compares candidate pairs, and where Spark runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EngineName = Literal["duckdb", "spark"]


@dataclass(frozen=True, slots=True)
class SparkPlace:
    """Where Spark runs and how. The default is this machine, in this process."""

    master: str = "local[*]"
    """a master URL (``local[2]``, ``spark://host:7077``, ``yarn``); empty: the one that spark-submit names"""
    staging: str = ""
    """folder that every worker reads and writes (``s3://…``, ``hdfs://…``); empty: the scratch folder"""
    conf: Mapping[str, str] = field(default_factory=dict)
    """further settings of Spark"""

    @property
    def is_local(self) -> bool:
        """Whether the workers are threads of this process's Spark, on this machine's disk."""
        return self.master.startswith("local")
