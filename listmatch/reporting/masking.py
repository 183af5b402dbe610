"""Rollups as a language model may see them: words of the customer's list replaced by placeholders.

Column names and values come from a file that anybody may have written; a model that reads them can be talked to by
them, and they would leave the house. The model sees ``⟦A⟧``, ``⟦B⟧`` instead and writes about those; the words are put
back into its text afterwards.
"""

import copy
import re
from typing import Any

from listmatch.domain.rollups import Rollups

_PLACEHOLDER = re.compile(r"⟦([A-Z]+)⟧")
_NOT_SENT = ("definitions", "version", "weakestLinks")
_NOT_SENT_OF_QUALITY = ("missing", "source", "master")


class Masked:
    """The masked rollups, and the way back."""

    def __init__(self, rollups: Rollups) -> None:
        self._words: dict[str, str] = {}
        sent = {key: part for key, part in rollups.items() if key not in _NOT_SENT}
        self.rollups: dict[str, Any] = copy.deepcopy(sent)
        quality = self.rollups.get("dataQuality", {})
        self.rollups["dataQuality"] = {key: part for key, part in quality.items() if key not in _NOT_SENT_OF_QUALITY}
        for pivot in self.rollups.get("pivots", []):
            self._mask_pivot(pivot)
        left_out = self.rollups.get("identifiersLeftOut") or {}
        left_out.update({side: self._placeholder(column) for side, column in left_out.items()})
        for line in self.rollups.get("passBreakdown", []):
            line["pass"] = line["label"] = self._placeholder(line["label"])

    def _mask_pivot(self, pivot: dict[str, Any]) -> None:
        if pivot["source"] != "derived":
            pivot["column"] = pivot["label"] = self._placeholder(pivot["label"])
        for value in pivot["values"]:
            if value["kind"] == "value":
                value["value"] = self._placeholder(value["value"])

    def _placeholder(self, word: str) -> str:
        name = _letters(len(self._words))
        self._words[name] = word
        return f"⟦{name}⟧"

    def unmask(self, text: str) -> str:
        """*text* with the words put back. Raises KeyError for a placeholder that was never given out."""
        return _PLACEHOLDER.sub(lambda match: self._words[match.group(1)], text)


def _letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA: placeholders without digits, so that they cannot be taken for figures."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
