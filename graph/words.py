"""Words a user reads, always in both languages."""

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence (or template) in Chinese and English."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def format(self, **facts: object) -> "Text":
        """Fill the template's fields in both languages."""
        return Text(self.zh.format(**facts), self.en.format(**facts))

    def format_text(self, **facts: "Text") -> "Text":
        """Fill the template's fields, each with words of its own language."""
        return Text(
            self.zh.format(**{name: text.zh for name, text in facts.items()}),
            self.en.format(**{name: text.en for name, text in facts.items()}),
        )


def counted(n: int, noun: str) -> str:
    """A number of things in English: 1 ring, 2 rings."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
