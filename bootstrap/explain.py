"""Whatever an id names in the published sweep: a ring, a firm or a finding."""

from collections.abc import Iterable

from detectors.rings.identity import told
from detectors.words import DECISIONS, FAMILIES
from graph.errors import NotFound
from graph.store.port import GraphView
from graph.store.records import FindingProfile, FindingRow, FirmProfile, Reason, RingProfile
from graph.words import Lang, Text

FOR = Text("依据", "What speaks for it")
AGAINST = Text("相反的证据", "What speaks against it")
NOTHING = Text("（无）", "(nothing)")
CLEARED_BY = Text("什么可以消除疑点", "What would clear it")
NEXT = Text("下一步", "Next steps")
MEMBERS = Text("成员", "Members")
STRENGTH = Text(
    "（数字为归属强度：若团伙属实，该企业属于它的程度，0–1）",
    " (the number: how firmly the firm belongs to the ring if the ring is one, 0-1)",
)
GRADES = Text(
    "等级：A 未见需要核查之处；B 加强核查；C 主管复核；D 主管复核，依据充分，最先核查。",
    "Grades: A nothing found to check; B enhanced check; C supervisor's review; D the same, on firm grounds: "
    "look first.",
)
FINDINGS = Text("线索", "Findings")
OR_ELSE = Text("也可能是", "Or it may be")
EXPLANATION = Text("正当解释", "explained by")
# What a reason is told under that belongs to no family of evidence and no typology.
SOURCES = {
    "one_hand": Text("同一主体", "one hand"),
    "prior": Text("一般占比", "usual share"),
    "hard_fact": Text("确定性事实", "hard fact"),
    "label": Text("核查认定", "decision"),
    "calibration": Text("校准", "calibration"),
    "rest": Text("其余", "the rest"),
    "size": Text("规模", "size"),
}
SHOWN = 20  # members of a ring that a terminal shows; the page and the files have them all


def explain(view: GraphView, an_id: str) -> RingProfile | FirmProfile | FindingProfile:
    """The ring, firm or finding with this id, in that order.

    Raises NotFound when this sweep has none of them.
    """
    found = view.ring(an_id) or view.firm(an_id) or view.finding(an_id)
    if found is None:
        raise NotFound(
            f"No ring, firm or finding of sweep {view.info.sweep_id} has this id; "
            "copy an id from a result file or from the page.",
            f"结果 {view.info.sweep_id} 中没有该编号；请从结果文件或页面复制团伙、企业或线索的编号。",
        )
    return found


def lines(found: RingProfile | FirmProfile | FindingProfile, lang: Lang) -> list[str]:
    """What `explain` found, as lines for a terminal: evidence and counter-evidence side by side."""
    if isinstance(found, RingProfile):
        return _ring(found, lang)
    if isinstance(found, FirmProfile):
        return _firm(found, lang)
    return _finding(found, lang)


def decision_words(code: str, lang: Lang) -> str:
    """A decision in words, with its code beside it."""
    return f"{DECISIONS[code].in_(lang)} ({code})"


def reason_lines(reasons: Iterable[Reason], against: Iterable[Reason], lang: Lang) -> list[str]:
    """Reasons with their contribution in nats (natural-log odds), then the counter-evidence."""
    return [*_weighed(FOR, reasons, lang), *_weighed(AGAINST, against, lang)]


def _weighed(title: Text, reasons: Iterable[Reason], lang: Lang) -> list[str]:
    named = SOURCES | {family.label: words for family, words in FAMILIES.items()}
    out = []
    for r in reasons:
        code = r.code if r.code not in SOURCES else None
        source = code or named.get(r.code or r.family, EXPLANATION).in_(lang)
        out.append(f"  {r.contribution:+6.2f} [{source}] {r.words.in_(lang)}")
    return [f"{title.in_(lang)}:", *(out or [f"  {NOTHING.in_(lang)}"])]


def _ring(ring: RingProfile, lang: Lang) -> list[str]:
    row = ring.row
    other = ring.runner_up_words
    out = [
        f"{row.ring_id}  {row.title.in_(lang)}",
        *([f"{OR_ELSE.in_(lang)}: {other.in_(lang)}"] if other else []),
        *(words.in_(lang) for words in told(row.ring_id, ring.came_from)),
        _scores(row.score, row.one_hand, row.grade, lang),
        *reason_lines(row.reasons, row.counter_evidence, lang),
        *_listed(CLEARED_BY, ring.cleared_by, lang),
        *_listed(NEXT, ring.next_steps, lang),
        f"{MEMBERS.in_(lang)} ({row.size}){STRENGTH.in_(lang)}:",
    ]
    out += [f"  {m.strength:4.2f} {m.firm.firm_id} {m.firm.name}" for m in ring.members[:SHOWN]]
    return [*out, *_more(row.size, lang), GRADES.in_(lang)]


def _more(of: int, lang: Lang) -> list[str]:
    """What a terminal leaves out, told."""
    left = of - SHOWN
    return [Text(f"  …… 另有 {left} 户", f"  … {left} more").in_(lang)] if left > 0 else []


def _firm(firm: FirmProfile, lang: Lang) -> list[str]:
    verdict = firm.verdict
    return [
        f"{firm.facts.firm_id}  {firm.facts.name}",
        decision_words(verdict.decision, lang),
        _scores(verdict.score, verdict.one_hand, verdict.grade, lang) + f"  {verdict.ring_id or ''}".rstrip(),
        *reason_lines(verdict.reasons, verdict.counter_evidence, lang),
        *_listed(FINDINGS, map(_told, firm.findings), lang),
        *_listed(CLEARED_BY, verdict.cleared_by, lang),
        GRADES.in_(lang),
    ]


def _told(finding: FindingRow) -> Text:
    """A finding in a list: its id, its typology and its reason."""
    head, reason = f"{finding.finding_id}  {finding.typology}", finding.reason
    return Text(f"{head}  {reason.zh}", f"{head}  {reason.en}")


def _finding(finding: FindingProfile, lang: Lang) -> list[str]:
    row = finding.row
    return [
        f"{row.finding_id}  {row.typology}  {finding.title.in_(lang)}",
        row.reason.in_(lang),
        *_weighed(AGAINST, finding.counter_evidence, lang),
        *_listed(CLEARED_BY, finding.cleared_by, lang),
        *_listed(NEXT, finding.next_steps, lang),
        f"{MEMBERS.in_(lang)} ({row.firms}):",
        *[f"  {firm.firm_id} {firm.name}" for firm in finding.firms[:SHOWN]],
        *_more(row.firms, lang),
    ]


def _scores(score: float, one_hand: float | None, grade: str, lang: Lang) -> str:
    false = Text(f"虚假登记概率 {score:.3f}", f"false {score:.3f}").in_(lang)
    hand = (
        "" if one_hand is None else Text(f"同一主体概率 {one_hand:.3f}", f"one hand {one_hand:.3f}").in_(lang)
    )
    return "  ".join(part for part in (grade, false, hand) if part)


def _listed(title: Text, words: Iterable[Text], lang: Lang) -> list[str]:
    items = [f"  {word.in_(lang)}" for word in words]
    return [f"{title.in_(lang)}:", *items] if items else []
