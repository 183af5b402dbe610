"""The object store: where the bytes of lists, stages and exports live, on a disk or in S3.

Nothing here knows what an object means; which objects exist for whom is the catalog's business.
"""

from listmatch.storage.opening import open_store
from listmatch.storage.store import ObjectInfo, ObjectStore

__all__ = ["ObjectInfo", "ObjectStore", "open_store"]
