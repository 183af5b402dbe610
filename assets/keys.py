"""Asset names and groups: the only words that jobs, checks and sensors need to know of the assets."""

RAW_UPLOAD = "raw_upload"
PREPARED_FILE = "prepared_file"
CANDIDATE_PAIRS = "candidate_pairs"
SCORED_MATCHES = "scored_matches"
VERDICTS = "verdicts"
CLUSTERS = "clusters"
ROLLUPS = "rollups"
NARRATIVE = "narrative"
EXPORTS = "exports"

INTAKE = "intake"
MATCHING = "matching"
REPORTING = "reporting"

OWNERS = ["team:listmatch"]
