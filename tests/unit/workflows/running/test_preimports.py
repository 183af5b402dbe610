"""What a worker imports before its first list."""

import subprocess
import sys

FIRST_LIST_AND_JOB = """
import sys
from listmatch.workflows.running.preimports import import_ahead
import_ahead()
before = set(sys.modules)
from listmatch.intake import read_list
from listmatch.profiling import profile_rows
from listmatch.cleansing import standardise
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.scoring.score import score_candidates
from listmatch.matching.verdicts.assignment import decide
print(len(set(sys.modules) - before))
"""


def test_a_warm_process_has_what_lists_and_jobs_import_late() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_LIST_AND_JOB], check=True, capture_output=True, text=True)
    assert int(done.stdout) == 0
