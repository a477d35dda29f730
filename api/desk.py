"""The registration desk's question, the same over HTTP and on the command line: asked, answered, kept."""

from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import ValidationError

from api.schemas.application import Application
from api.schemas.precheck import DeskAnswer, DeskReason, Remark
from bootstrap.application_remarks import remarks
from bootstrap.explain import decision_words, reason_lines
from bootstrap.identity import key_of
from bootstrap.settings import Settings
from bootstrap.validation_words import field_errors
from detectors import coverage
from graph.errors import InputError
from graph.store.port import GraphStore
from graph.store.records import PrecheckRecord, Reason
from graph.words import Lang, Text


def application_of(sent: dict[str, Any]) -> Application:
    """An application that did not come over HTTP. Raises InputError that names every field that is wrong."""
    try:
        return Application.model_validate(sent)
    except ValidationError as bad:
        errors = [error | {"loc": ("body", *error["loc"])} for error in bad.errors()]
        wrong = list(field_errors(errors))
        told = Text(
            "".join(f"申请中的字段 {field}：{words.zh}" for field, words in wrong),
            " ".join(f"The application's field {field} {words.en}" for field, words in wrong),
        )
        raise InputError(told.en, told.zh, field=wrong[0][0]) from None


def ask(
    store: GraphStore, application: Application, *, today: date, at: str, settings: Settings
) -> DeskAnswer:
    """Check the application against the published register and keep what was decided.

    `at` is ISO 8601. Raises InputError where it names no firm or two, NotPublished before the first sweep,
    WrongKey where the identity key of these settings is not the one of that sweep.
    """
    if (application.firm is None) == (application.firm_id is None):
        raise InputError(
            "Send either firm (an application) or firm_id (a firm in the register), and only one of them.",
            "请提供 firm（新申请）或 firm_id（已登记企业）之一，且只提供一个。",
            field="firm",
        )
    from bootstrap.desk import precheck

    id_key = key_of(settings, store.view().info.key_check)
    sent = application.model_dump(mode="json", exclude_none=True)
    told = [asdict(remark) for remark in remarks(sent, today)]
    answer = DeskAnswer.of(precheck(store, sent, today=today, id_key=id_key), remarks=told)
    store.log_precheck(
        PrecheckRecord(
            request_id=answer.request_id,
            at=at,
            sweep_id=answer.sweep_id,
            firm_id=application.firm_id,
            decision=answer.decision,
            score=answer.score,
            grade=answer.grade,
            codes=tuple(reason.typology for reason in answer.reasons),
        )
    )
    return answer


def lines(answer: DeskAnswer, lang: Lang) -> list[str]:
    """The answer for a terminal."""
    deadline = Text(answer.deadline.zh, answer.deadline.en)
    return [
        f"{decision_words(answer.decision, lang)}  {answer.grade}  {answer.score:.3f}",
        *reason_lines(map(_reason, answer.reasons), map(_reason, answer.counter_evidence), lang),
        *_remark_lines(answer.remarks, lang),
        *[Text(fact.zh, fact.en).in_(lang) for fact in answer.cleared_by],
        *[Text(step.zh, step.en).in_(lang) for step in answer.next_steps],
        *[line.in_(lang) for line in coverage.lines({n.detector: n.lacks for n in answer.not_assessed})],
        deadline.in_(lang),
    ]


def _remark_lines(told: list[Remark], lang: Lang) -> list[str]:
    if not told:
        return []
    heading = Text("申请中缺少或需要核对的：", "Missing in the application, or to be compared:")
    return [
        heading.in_(lang),
        *[f"  {one.field}: {Text(one.words.zh, one.words.en).in_(lang)}" for one in told],
    ]


def _reason(said: DeskReason) -> Reason:
    return Reason(said.family, Text(said.words.zh, said.words.en), said.contribution, said.typology)
