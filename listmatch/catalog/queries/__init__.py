"""Queries and updates, one module per noun: ``from listmatch.catalog.queries import files, jobs``.

Every function takes a session first. Those for users take ``owner_id`` and answer as if other owners' rows did not
exist; those that the pipeline itself calls for a row it was given take only the id. Changes of state are
compare-and-set: they say whether they happened, so that of several processes exactly one acts.
"""
