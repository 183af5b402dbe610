"""The use cases: what the command line, the API, the sensors and the assets call.

The only place that joins catalog, object store and the domain packages. A door adds its own manners (parsing,
printing, status codes) and nothing else.
"""
