"""The command line: parse, call a workflow, print. Results go to stdout, progress and errors to stderr."""
