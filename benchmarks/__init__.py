"""Side-by-side runs of listmatch and its peers: made-up lists with known truth, one evaluator, one table.

Nothing here is part of the library. ``python -m benchmarks`` makes benchmarks/RESULTS.md (`compare`); peers that cannot
share our environment have one of their own, made from benchmarks/peers/requirements.txt. `evaluate` looks at listmatch
alone, on any labelled set.
"""
