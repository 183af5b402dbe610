"""Made-up lists with known truth, the same for the same seed.

``python -m benchmarks.generators POPULATION --source 2000 --master 20000 --seed 1 --out DIR`` writes source.csv,
master.csv (or records.csv for a dedupe) and truth.csv. Every population has its own hard negatives: people or companies
that share much with a master row and are not it.
"""
