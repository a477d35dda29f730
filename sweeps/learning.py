"""`ringwatch learn`: from decided cases to the next model, kept only where it foretells cases better."""

from dataclasses import asdict, dataclass
from pathlib import Path

from bootstrap import decisions as decisions_kept
from bootstrap.model import Model, keep, serving
from bootstrap.progress import Progress, silent
from bootstrap.settings import Settings
from detectors.challenger import available, challenge
from detectors.combinations import available as proposable
from detectors.combinations import proposals
from detectors.learning import FEWEST, FEWEST_RINGS, Cases, Comparison, Measure, compare, fit
from detectors.measures import Fit
from detectors.oddities import oddest
from graph.columns import slice_of
from graph.errors import InputError, UsageError
from graph.snapshot import latest, read
from graph.words import Text
from sweeps.decisions import Decided, decided, read_decisions
from sweeps.proposing import write_proposals
from sweeps.workspace import Workspace

DIGITS = 4
EXTRA = Text(
    "未与梯度提升对照：请运行 pip install 'ringwatch[learn]'。",
    "Not held against boosted trees: run pip install 'ringwatch[learn]'.",
)


@dataclass(frozen=True)
class Learned:
    """What learning came to. `replaced` is whether `version` is new; `why` says it in one sentence;
    `serving` and `candidate` are figures on held-out cases, None where there were too few to hold any out;
    `challenger` those of boosted trees, which never serve, None without scikit-learn."""

    version: int
    replaced: bool
    method: str
    cases: int
    confirmed: int
    rings: int
    unknown: int
    snapshot_id: str
    path: Path | None
    serving: Fit | None
    candidate: Fit | None
    challenger: Fit | None
    why: Text

    def lines(self) -> list[Text]:
        """For a terminal."""
        told = [
            Text(
                f"已办结案件 {self.cases} 件（认定虚假 {self.confirmed} 件），涉及 {self.rings} 个团伙。",
                f"{self.cases} decided cases ({self.confirmed} confirmed), of {self.rings} rings.",
            )
        ]
        if self.unknown:
            told.append(
                Text(
                    f"{self.unknown} 件决定的企业不在快照中，未使用。",
                    f"{self.unknown} decisions are on firms that the snapshot has not, and were left out.",
                )
            )
        for name, of in (
            (Text("现用模型", "serving"), self.serving),
            (Text("候选模型", "candidate"), self.candidate),
            (Text("梯度提升（仅供对照）", "boosted trees (never serve)"), self.challenger),
        ):
            if of is not None:
                figures = (
                    f"log loss {of.log_loss:.4f}, Brier {of.brier:.4f}, ECE {of.ece:.3f}, "
                    f"AP {of.average_precision:.3f}, precision@0.5 {of.precision:.3f}"
                )
                told.append(Text(f"{name.zh}：{figures}", f"{name.en}: {figures}"))
        if self.serving is not None and self.challenger is None:
            told.append(EXTRA)
        return [*told, self.why]


def learn(
    settings: Settings,
    decisions: Path | None = None,
    *,
    propose: Path | None = None,
    progress: Progress = silent,
) -> Learned:
    """Keep the rows of `decisions` in the workspace; fit a calibration to them, to those kept before and to
    the latest snapshot's labels, and keep it as the next model if it is better than the serving one on
    held-out cases.

    Raises InputError without a snapshot or for a file that is no table of labels, Busy where a run holds the
    workspace.
    """
    workspace = Workspace(settings.workspace)
    with workspace.lock():
        snapshot_id = latest(workspace.snapshots)
        if snapshot_id is None:
            raise InputError(
                f"There is no snapshot in {workspace.path}; run ringwatch ingest or sweep first.",
                f"{workspace.path} 中没有快照；请先运行 ringwatch ingest 或 sweep。",
            )
        now = serving(settings.workspace)
        snapshot = read(workspace.snapshots, snapshot_id)
        if decisions is not None:
            decisions_kept.keep(workspace.path, read_decisions(decisions))
        known = decided(snapshot, decisions_kept.kept(workspace.path))
        if propose is not None and not (available() and proposable()):
            raise UsageError(
                "Proposals need scikit-learn and mlxtend; run pip install 'ringwatch[learn]'.",
                "生成建议需要 scikit-learn 与 mlxtend；请运行 pip install 'ringwatch[learn]'。",
            )
        enough = len(known.firm) >= FEWEST and 0 < known.true.sum() < len(known.true)
        if not enough:
            return _left(now, known, snapshot_id, settings.prior)
        progress(Text("已读取案件", "Read the cases"), 0.2)
        register, _ = slice_of(snapshot)
        firm_ids = snapshot.firms["firm_id"]
        del snapshot
        cases = Cases.of(register, known.firm, known.true, settings.prior)
        progress(Text("已重新评分", "Judged without labels"), 0.7)
        fitted, compared = fit(cases), compare(cases, now.calibration)
        boosted = challenge(cases) if available() else None
        progress(Text("已比较", "Compared"), 0.9)
        if propose is not None:
            write_proposals(propose, proposals(cases), oddest(cases), firm_ids)
        path = None
        if compared.better:
            learned: dict[str, str | float] = {
                "method": fitted.method,
                "snapshot": snapshot_id,
                "decided_until": known.until,
                "cases": len(known.firm),
                "confirmed": int(known.true.sum()),
                "rings": fitted.rings,
                "independent_cases": round(fitted.independent, 1),
                "lowest_decided": round(float(cases.judged.scores.score[known.firm].min()), DIGITS),
                "prior": settings.prior,
                **_figures("serving", compared.serving),
                **_figures("held_out", compared.candidate),
            }
            spread = tuple(tuple(round(float(v), 6) for v in row) for row in fitted.line.covariance)
            path = keep(settings.workspace, Model(now.version + 1, fitted.calibration, learned, spread))
        return Learned(
            now.version + compared.better,
            compared.better,
            fitted.method,
            len(known.firm),
            int(known.true.sum()),
            fitted.rings,
            known.unknown,
            snapshot_id,
            path,
            compared.serving,
            compared.candidate,
            boosted,
            _verdict(now, compared),
        )


def _figures(of: str, fit: Fit) -> dict[str, float]:
    return {f"{of}_{name}": round(value, DIGITS) for name, value in asdict(fit).items()}


def _verdict(now: Model, compared: Comparison) -> Text:
    old, new = compared.serving.log_loss, compared.candidate.log_loss
    if compared.better:
        return Text(
            f"第 {now.version + 1} 版模型起用：留出案件的对数损失由 {old:.4f} 降至 {new:.4f}；下次扫描生效。",
            f"Model {now.version + 1} serves: on held-out cases the log loss fell from {old:.4f} to "
            f"{new:.4f}; the next sweep uses it.",
        )
    zh, en = _why_not(compared)
    return Text(f"未替换第 {now.version} 版模型：{zh}。", f"Model {now.version} stays: {en}.")


def _why_not(compared: Comparison) -> tuple[str, str]:
    """What decided against the candidate, in both languages."""
    old, new = compared.serving, compared.candidate

    def worse(zh: str, en: str, was: float, now: float) -> tuple[str, str]:
        return (
            f"候选模型在留出案件上的{zh}为 {now:.4f}，现用 {was:.4f}",
            f"on held-out cases the candidate's {en} is {now:.4f}, the serving model's {was:.4f}",
        )

    match compared.against:
        case Measure.RINGS:
            return (
                f"已有决定的团伙只有 {compared.rings} 个，至少需要 {FEWEST_RINGS} 个",
                f"decisions are on members of {compared.rings} rings, and it takes {FEWEST_RINGS}",
            )
        case Measure.INDEPENDENT:
            return (
                f"相互独立的案件约 {compared.independent:.1f} 件，至少需要 {FEWEST} 件",
                f"the cases count as {compared.independent:.1f} independent ones, and it takes {FEWEST}",
            )
        case Measure.CONTRADICTED:
            return (
                f"决定与证据相反：证据越多认定越少（一致率 {compared.concordance:.2f}）；请核对 label 列",
                "decisions run against the evidence, the more of it the fewer confirmed (concordance "
                f"{compared.concordance:.2f}); check the column label",
            )
        case Measure.LOG_LOSS:
            return worse("对数损失", "log loss", old.log_loss, new.log_loss)
        case Measure.BRIER:
            return worse("Brier 分数", "Brier score", old.brier, new.brier)
        case _:
            return worse(
                "平均精度（排序）", "average precision", old.average_precision, new.average_precision
            )


def _left(now: Model, known: Decided, snapshot_id: str, prior: float) -> Learned:
    why = Text(
        f"第 {now.version} 版模型不变：至少需要 {FEWEST} 件已办结案件且认定与排除皆有；评分仍以设定的占比 "
        f"{prior:g} 为准。",
        f"Model {now.version} stays: it takes at least {FEWEST} decided cases, some confirmed and some "
        f"cleared; scores rest on the stated prior of {prior:g}.",
    )
    n, confirmed = len(known.firm), int(known.true.sum())
    return Learned(
        now.version, False, "prior", n, confirmed, 0, known.unknown, snapshot_id, None, None, None, None, why
    )
