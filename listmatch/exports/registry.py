"""Which function writes which format; a format's library is imported when its first report is written."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from listmatch.domain.jobs import ExportFormat
from listmatch.exports.content import ReportContent

Exporter = Callable[[ReportContent, Path], Path]
"""Writes ``report.<format>`` into a folder that exists, and returns its path."""


def _lazy(format: ExportFormat) -> Exporter:
    def write(content: ReportContent, into: Path) -> Path:
        exporter: Exporter = getattr(import_module(f"listmatch.exports.{format}"), f"write_{format}")
        return exporter(content, into)

    return write


EXPORTERS: Mapping[ExportFormat, Exporter] = MappingProxyType({format: _lazy(format) for format in ExportFormat})
