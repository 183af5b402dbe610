"""The words of the domain as types: frozen values and enumerations that every other package may use.

Nothing here reads files, talks to a database or imports a heavy library.
"""
