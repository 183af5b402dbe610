"""README and CONTRIBUTING name only commands that exist, and the README's commands do what it shows."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.structure.repository import ROOT

NOT_RUN = {"make test": "is what runs this", "make up": "does not end"}
MEASURED = re.compile(r"\d+([.,]\d+)?(?= ?(s|ms|seconds|kB|MB|GB|KiB|MiB)\b)")


@dataclass(frozen=True)
class Shown:
    """A command of the README, and what it prints according to it."""

    command: str
    output: tuple[str, ...]


def shown() -> Iterator[Shown]:
    """The commands of the README's console blocks, in their order."""
    for block in re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *output = part.rstrip("\n").split("\n")
            yield Shown(command, tuple(output))


def masked(lines: str) -> list[str]:
    """Lines without what differs from run to run: times, sizes, blanks at the end."""
    return [MEASURED.sub("#", line).rstrip() for line in lines.splitlines()]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_named_exists(document: str) -> None:
    blocks = re.findall(r"^```(?:console|sh)\n(.*?)^```|`(make [a-z]+)", (ROOT / document).read_text(), re.M | re.S)
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join("\n".join(pair) for pair in blocks)))
    targets = re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text(), re.M)
    assert named
    assert not named - {target for line in targets for target in line.split()}


def test_every_link_of_the_readme_leads_somewhere() -> None:
    text = re.sub(r"<!--.*?-->", "", (ROOT / "README.md").read_text(), flags=re.S)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.slow
def test_the_commands_of_the_readme_work_in_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "listmatch"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LISTMATCH_", "MAKE", "MFLAGS", "VIRTUAL_ENV"))
    }
    commands = [entry for entry in shown() if entry.command not in NOT_RUN]
    assert [entry.command for entry in commands][:1] == ["make run"]
    for entry in commands:
        done = subprocess.run(["bash", "-c", entry.command], cwd=clone, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{entry.command}\n{done.stdout}\n{done.stderr}"
        assert not [line for line in masked("\n".join(entry.output)) if line not in masked(done.stdout)], entry.command
