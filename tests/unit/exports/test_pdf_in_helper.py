"""The PDF that another process draws is the PDF that this one would have drawn, and it loads no more than it needs."""

import subprocess
import sys
from pathlib import Path

from listmatch.exports.document import compose
from listmatch.exports.pdf import draw_pdf, write_pdf
from listmatch.helper_process import HelperProcess

from .contents import match_content

DRAWS = "import sys; from listmatch.exports import pdf; pdf.prepare(); print(*sys.modules)"


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    content = match_content(tmp_path)
    helper = HelperProcess()
    drawn = helper.call(draw_pdf, compose(content), tmp_path).result().read_bytes()
    helper.close()
    assert drawn == write_pdf(content, tmp_path).read_bytes()


def test_whoever_draws_loads_nothing_that_reads_rows() -> None:
    loaded = subprocess.run([sys.executable, "-c", DRAWS], capture_output=True, text=True, check=True).stdout.split()
    assert "weasyprint" in loaded
    assert not {"pyarrow", "pandas", "duckdb", "numpy"} & set(loaded)
