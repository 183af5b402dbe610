"""Drops: lists that arrive in a folder or under an S3 prefix, each version handled exactly once.

``look`` notes every new version in the catalog, ``settle`` turns it into a file and a job, ``finish`` deals with the
outcome. Each can be stopped at any point and run again; the catalog's unique (uri, etag) has the last word.
"""
