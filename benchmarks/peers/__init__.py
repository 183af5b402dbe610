"""What listmatch is compared with: one script per peer, each run in a process of its own.

``python -m benchmarks.peers.NAME SOURCE MASTER OUT`` (MASTER ``-``: a dedupe) writes OUT, a CSV of source_row,
master_row (rows numbered from 1) and score (0-1): every pair the peer proposes, however doubtful. The line that a peer
draws itself is ``LINE`` in its script. All peers but GoldenMatch, which has a standardiser of its own, get the lists
cleaned as a careful analyst would (`lists`) and know which column is which.
"""
