"""The answer for a record, the same over HTTP and on the command line."""

from typing import Any

from pydantic import ValidationError

from api.schemas.application import Application
from api.schemas.base import Answer, stamp
from api.schemas.findings import Finding
from api.schemas.firms import Firm
from api.schemas.rings import Ring
from api.validation_words import field_errors
from graph.errors import InputError
from graph.store.records import FindingProfile, FirmProfile, RingProfile, SweepInfo


def answer_of(found: RingProfile | FirmProfile | FindingProfile, info: SweepInfo) -> Answer:
    """A ring, firm or finding of one sweep."""
    if isinstance(found, RingProfile):
        return Ring.of(found.row, found, **stamp(info))
    if isinstance(found, FirmProfile):
        return Firm.of(found, **stamp(info))
    more = {"firms": found.row.firms, "members": found.firms}
    return Finding.of(found.row, found, **stamp(info) | more)


def application_of(sent: dict[str, Any]) -> Application:
    """An application that did not come over HTTP. Raises InputError with the first field that is wrong."""
    try:
        return Application.model_validate(sent)
    except ValidationError as bad:
        field, words = next(
            field_errors([error | {"loc": ("body", *error["loc"])} for error in bad.errors()])
        )
        raise InputError(
            f"The application's field {field} {words.en}", f"申请中的字段 {field}：{words.zh}", field=field
        ) from None
