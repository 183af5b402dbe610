"""The two dynamic partition sets: a key per file, a key per job; the catalog's ids are the keys."""

from dagster import DynamicPartitionsDefinition

FILES = DynamicPartitionsDefinition(name="files")
MATCH_JOBS = DynamicPartitionsDefinition(name="match_jobs")
