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
