"""The PDF that another process draws is the PDF that this one would have drawn."""

from pathlib import Path

from listmatch.beside import Beside
from listmatch.exports.pdf import write_pdf

from .contents import match_content


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    content = match_content(tmp_path)
    helper = Beside()
    drawn = helper.call(write_pdf, content, tmp_path).result().read_bytes()
    helper.close()
    assert drawn == write_pdf(content, tmp_path).read_bytes()
