"""Side-by-side runs of listmatch and its peers: made-up lists with known truth, one evaluator, one table.

Nothing here is part of the library. The peers are an extra (``pip install .[bench]``); `docs/guides/benchmarks.md` and
`benchmarks/RESULTS.md` say how the committed figures came about.
"""
