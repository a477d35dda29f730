"""Which of the two languages a caller reads, from Accept-Language (RFC 9110, section 12.5.4)."""

from fastapi import Request

from graph.words import Lang


def language_of(request: Request) -> Lang:
    """ "zh" or "en", whichever the caller weighs higher; English where neither is named."""
    weight: dict[str, float] = {}
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in ("zh", "en"):
            weight[language] = max(weight.get(language, 0.0), _quality(parameter))
    return "zh" if weight.get("zh", 0.0) > weight.get("en", 0.0) else "en"


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
