"""The MCP server: lists are profiled, matched and explained for an assistant, by the same use cases as at every door.

`server` puts the tools together, a module for each noun holds them, `desk` runs what they call, and `reach` says which
files they may touch.
"""
