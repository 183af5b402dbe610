"""Numbers and nouns in running text: thousands separators, "no rows", "1 row", "944 rows"."""


def number(value: float) -> str:
    """*value* as it stands in a sentence: ``5,000``, ``76.24``, ``76``."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"{value:,}"


def percent(value: float) -> str:
    """A share (0-100) as it stands in a sentence: ``76.24%``."""
    return f"{number(value)}%"


def count(value: int, noun: str, plural: str = "") -> str:
    """*value* things called *noun*: ``no rows``, ``1 row``, ``944 rows``."""
    return f"{'no' if value == 0 else number(value)} {choose(value, noun, plural or noun + 's')}"


def choose(value: int, one: str, many: str) -> str:
    """*one* for exactly one thing, *many* for none or several."""
    return one if value == 1 else many


def sentence(text: str) -> str:
    """*text* with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(parts: list[str]) -> str:
    """*parts* joined as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
