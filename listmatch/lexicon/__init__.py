"""Word lists that several packages need (places, mail providers, legal forms, titles) and the folding they are kept in.

Data files live in ``data/``; their sources are named in ``data/README.md``. Nothing here knows about lists or columns.
"""
