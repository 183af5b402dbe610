"""The made-up world behind the sample lists: nobody in it exists, no address in it can be reached.

Telephone numbers end in 555-01xx (set aside for fiction), work addresses and websites in ``.example`` (RFC 2606), and
private addresses carry a hyphen, which the providers named do not give out. Names are drawn from census tables.
"""
