"""A narrative written by a language model, over the OpenAI-compatible or the Anthropic interface, and checked.

The model gets the masked rollups and nothing else. Its answer is used only when it is complete, short, plain text and
states no number that the rollups do not hold. Every other outcome is a NarrativeRejected with a reason that can be
shown: it never repeats what the server sent.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from listmatch.domain.rollups import Rollups
from listmatch.errors import ListmatchError
from listmatch.reporting.claims import unfounded_claim
from listmatch.reporting.masking import Masked

if TYPE_CHECKING:
    import httpx

    from listmatch.settings import Settings

OPENAI, ANTHROPIC = "openai", "anthropic"
DEFAULT_URLS = {OPENAI: "https://api.openai.com/v1", ANTHROPIC: "https://api.anthropic.com/v1"}
ANTHROPIC_VERSION = "2023-06-01"
ANSWER_TOKENS = 1_500
ANSWER_BYTES = 200_000
SECTION_CHARACTERS = 1_500
SECTIONS = ("executive", "dataQuality", "keyFindings")


class NarrativeRejected(ListmatchError):
    """What the language model gave cannot be used. Never leaves this package: the template's text is used instead."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The three sections as the model wrote them, checked, with the list's own words put back."""

    executive: str
    data_quality: str
    key_findings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """A configured endpoint. ``timeout_s`` bounds the whole exchange, not each read."""

    provider: str
    model: str
    api_key: str = field(repr=False)
    base_url: str = ""
    timeout_s: float = 30.0

    @classmethod
    def from_settings(cls, settings: "Settings") -> "LanguageModel | None":
        """The language model that the environment configures, or None."""
        if not settings.llm_provider:
            return None
        return cls(
            provider=settings.llm_provider,
            model=settings.llm_model,
            api_key=settings.llm_api_key.get_secret_value(),
            base_url=settings.llm_base_url,
            timeout_s=settings.llm_timeout_s,
        )

    def write(self, rollups: Rollups) -> Texts:
        """The narrative of *rollups*. Raises only NarrativeRejected, when the answer cannot be trusted."""
        masked = Masked(rollups)
        answer = self._ask(json.dumps(masked.rollups, ensure_ascii=False))
        return _accepted(answer, masked)

    def _ask(self, figures: str) -> str:
        """The text of the model's answer to *figures*, the rollups as JSON."""
        if self.provider not in DEFAULT_URLS:
            raise NarrativeRejected(f"the provider {self.provider!r} is unknown; use openai or anthropic.")
        path, headers, body = self._anthropic(figures) if self.provider == ANTHROPIC else self._openai(figures)
        url = (self.base_url or DEFAULT_URLS[self.provider]).rstrip("/") + path
        try:
            answer = json.loads(self._post(url, headers=headers, body=body))
            if self.provider == ANTHROPIC:
                # A model that thinks first puts a block of another type before its text.
                return str(next(block for block in answer["content"] if block.get("type", "text") == "text")["text"])
            return str(answer["choices"][0]["message"]["content"])
        except (ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
            raise NarrativeRejected("its answer is not of the shape that its interface documents.") from error

    def _openai(self, figures: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        messages = [{"role": "system", "content": _instructions()}, {"role": "user", "content": figures}]
        body = {"model": self.model, "temperature": 0, "max_tokens": ANSWER_TOKENS, "messages": messages}
        return "/chat/completions", {"Authorization": f"Bearer {self.api_key}"}, body

    def _anthropic(self, figures: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        messages = [{"role": "user", "content": figures}]
        body = {"model": self.model, "max_tokens": ANSWER_TOKENS, "system": _instructions(), "messages": messages}
        return "/messages", {"x-api-key": self.api_key, "anthropic-version": ANTHROPIC_VERSION}, body

    def _post(self, url: str, *, headers: dict[str, str], body: dict[str, Any]) -> bytes:
        """The body of the answer. In a thread and loop of its own: only a cancelled task bounds the whole exchange,
        and a caller may already be inside a loop."""
        exchange = _exchange(url, headers=headers, body=body, timeout_s=self.timeout_s)
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, exchange).result()


async def _exchange(url: str, *, headers: dict[str, str], body: dict[str, Any], timeout_s: float) -> bytes:
    try:
        import httpx
    except ImportError as error:
        raise NarrativeRejected("httpx is not installed; install listmatch with the extra 'llm'.") from error
    try:
        async with (
            asyncio.timeout(timeout_s),
            httpx.AsyncClient(timeout=timeout_s, follow_redirects=False) as client,
            client.stream("POST", url, headers=headers, json=body) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise NarrativeRejected(f"it answered with status {response.status_code}.")
            return await _read(response)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise NarrativeRejected(f"it did not answer within {timeout_s:g} s.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NarrativeRejected("it cannot be reached.") from error


async def _read(response: "httpx.Response") -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > ANSWER_BYTES:
            raise NarrativeRejected("its answer is too long.")
    return body


def _instructions() -> str:
    return files("listmatch.reporting").joinpath("templates", "language_model.txt").read_text(encoding="utf-8")


def _accepted(answer: str, masked: Masked) -> Texts:
    """The sections of *answer* when all of them can be printed."""
    try:
        sections = json.loads(_without_fence(answer))
        texts = [sections[section] for section in SECTIONS]
    except (ValueError, LookupError, TypeError) as error:
        raise NarrativeRejected("its answer is not the JSON object that was asked for.") from error
    for text in texts:
        _check(text, masked)
    try:
        return Texts(*(masked.unmask(text.strip()) for text in texts))
    except KeyError as error:
        raise NarrativeRejected("it names a value that the rollups do not have.") from error


def _without_fence(answer: str) -> str:
    """*answer* without the Markdown fence that some models put around JSON."""
    lines = answer.strip().splitlines()
    if len(lines) > 2 and lines[0].startswith("```") and lines[-1].startswith("```"):
        return "\n".join(lines[1:-1])
    return answer


def _check(text: object, masked: Masked) -> None:
    if not isinstance(text, str) or not text.strip():
        raise NarrativeRejected("a section of its answer is empty or not text.")
    if len(text) > SECTION_CHARACTERS:
        raise NarrativeRejected("a section of its answer is too long.")
    if any(not character.isprintable() and character != "\n" for character in text):
        raise NarrativeRejected("its answer holds control characters.")
    if any(mark in text.lower() for mark in ("<", ">", "://", "www.", "@", "](", "`")):
        raise NarrativeRejected("its answer holds markup, a link or an address.")
    claim = unfounded_claim(text, masked.rollups)
    if claim is not None:
        raise NarrativeRejected(f"it states {claim!r}, which is not a figure of the rollups.")
