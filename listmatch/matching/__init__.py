"""Two standardised lists in, candidate pairs, scored matches, verdicts or clusters out.

The package knows standard columns only: which column of a user's list fed them is the business of cleansing, how
files are kept that of the object store. Modules are imported by name; nothing is re-exported here, because Splink and
its friends would otherwise load with the first word of the package.
"""
