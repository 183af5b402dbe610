"""What the stages of the lineage are called: in the object store, in the catalog's messages and as Dagster's assets."""

from enum import StrEnum


class StageName(StrEnum):
    """A stage. Its name is the folder of what it writes for a job, and the key of its asset."""

    RAW_UPLOAD = "raw_upload"
    PREPARED_FILE = "prepared_file"
    CANDIDATE_PAIRS = "candidate_pairs"
    SCORED_MATCHES = "scored_matches"
    VERDICTS = "verdicts"
    CLUSTERS = "clusters"
    ROLLUPS = "rollups"
    NARRATIVE = "narrative"
    EXPORTS = "exports"


class StageGroup(StrEnum):
    """The part of the flow that a stage belongs to, and the group of its asset."""

    INTAKE = "intake"
    MATCHING = "matching"
    REPORTING = "reporting"
