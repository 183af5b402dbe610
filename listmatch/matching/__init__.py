"""Two standardised lists in, candidate pairs, scored matches, verdicts or clusters out.

The package knows standard columns only: which column of a user's list fed them is the business of cleansing, how
files are kept that of the object store. Heavy libraries (SciPy; Splink on Spark) load when a function first needs one.
"""
