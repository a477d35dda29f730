"""Which of the two languages the user of a terminal reads."""

import os

from graph.words import Lang


def locale_language() -> Lang:
    """The language of the user's locale (POSIX order of variables); English where none is set."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
