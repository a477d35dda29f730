"""Every error a user may see.

RingwatchError
├── UsageError        the command or request was wrong            (exit 2)
├── InputError        the register, mapping or application is bad (exit 2)
├── StoreError        the published graph cannot be used          (exit 1)
│   ├── NotPublished  nothing has been published yet
│   ├── WrongKey      it was made with another identity key   (exit 2)
│   └── StoreUnavailable    the graph server is away for now      (exit 1)
│       └── OutcomeUnknown  ... and took with it whether a write was done
├── NotFound          no such firm, ring or finding               (exit 2)
│   └── Gone          it was of a sweep that is no longer kept    (exit 2)
├── Busy              another sweep or publication is running     (exit 1)
└── SweepError        the run failed                              (exit 1)

Each message is one sentence that says what is wrong, where, and what to do, in both languages.
"""

from graph.words import Lang, Text


class RingwatchError(Exception):
    """Base of all errors; `words` holds the sentence in both languages."""

    exit_code = 1

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.words = Text(zh=zh, en=en)

    def in_(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.words.in_(lang)


class UsageError(RingwatchError):
    """The command or the request was wrong."""

    exit_code = 2


class InputError(RingwatchError):
    """The register, a mapping or an application cannot be used as it is."""

    exit_code = 2

    def __init__(self, en: str, zh: str, field: str | None = None) -> None:
        super().__init__(en, zh)
        self.field = field


class StoreError(RingwatchError):
    """The published graph cannot be read or written."""


class NotPublished(StoreError):
    """Nothing has been published in this workspace yet."""


class WrongKey(StoreError):
    """The identity key here is not the one that the register was read with, or there is none."""

    exit_code = 2


class StoreUnavailable(StoreError):
    """The graph server cannot answer for now; the same request may succeed later."""


class OutcomeUnknown(StoreUnavailable):
    """The server went away while a write was being committed: it was done wholly or not at all."""


class NotFound(RingwatchError):
    """No firm, ring or finding has this id."""

    exit_code = 2


class Gone(NotFound):
    """A page or result of a sweep that is no longer kept."""


class Busy(RingwatchError):
    """Another sweep or publication holds the workspace."""


class SweepError(RingwatchError):
    """The sweep could not finish."""
