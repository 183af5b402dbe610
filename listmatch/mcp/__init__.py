"""The MCP server: an assistant can profile, match and explain lists, by the same workflows as the command line and API.

`server` puts the tools together, a module for each noun holds them, `desk` runs what they call, `arguments`
refuses what does not fit them, and `reach` says which files they may touch.
"""
