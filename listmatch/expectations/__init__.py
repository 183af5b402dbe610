"""What a family of lists is expected to look like: proposed from a profile, edited as YAML, checked on each new list.

Great Expectations does the checking. It never blocks and never runs where somebody waits: its import takes seconds.
"""

from listmatch.expectations.suite import Expectation, Finding, Suite, is_good, propose_suite

__all__ = ["Expectation", "Finding", "Suite", "is_good", "propose_suite"]
