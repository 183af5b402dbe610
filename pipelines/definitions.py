"""What `workspace.yaml` loads."""

from listmatch.settings import read_settings
from pipelines.build import build_defs

defs = build_defs(read_settings())
