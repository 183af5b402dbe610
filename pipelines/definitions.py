"""What `workspace.yaml` loads."""

from listmatch.settings import Settings
from pipelines.build import build_defs

defs = build_defs(Settings())
