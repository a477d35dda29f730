"""One sweep, from a register extract to a published result."""

import json
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import numpy as np
import polars as pl

from bootstrap.combinations import FILE, accepted_in
from bootstrap.compose import open_store
from bootstrap.identity import identity_key, key_of
from bootstrap.model import FIRST, Model, serving
from bootstrap.progress import Progress, silent
from bootstrap.settings import Settings
from detectors.accepted import Combination
from detectors.catalogue import DETECTORS
from detectors.coverage import not_assessed
from detectors.detector import Family
from detectors.evidence import WEIGHTS
from detectors.judge import Judgement, judge
from detectors.results import Names, reference_frames, tables
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.operations import operations
from detectors.words import EPOCH, day
from graph.columns import slice_of
from graph.errors import InputError, NotPublished, StoreError, StoreUnavailable
from graph.filing_order import from_notes
from graph.library import by_name
from graph.published import Publication
from graph.snapshot import latest, read
from graph.snapshot_tables import Snapshot
from graph.words import Text
from sweeps.account import key_changed, losses, rows_account
from sweeps.ingest import ingest
from sweeps.publish import publish
from sweeps.result_files import result_frames, write_results
from sweeps.stages import Stage, Stopwatch
from sweeps.whole_file import writable_folder
from sweeps.workspace import Workspace

VERSION = "0.1.0"
# Stage name to what a user is told when it is done, and the share of the run that is then over.
_TOLD = {
    "ingest": (Text("已读取、规范并归一", "Read, normalised and resolved"), 0.45),
    "columns": (Text("已展开为列", "Laid out as columns"), 0.5),
    "hubs": (Text("已识别正当的共用点", "Typed the legitimate hubs"), 0.55),
    "detectors": (Text("已运行检测器", "Ran the detectors"), 0.6),
    "evidence": (Text("已计算同一人操作的证据", "Weighed same-hand evidence"), 0.65),
    "rings": (Text("已识别团伙", "Found the rings"), 0.75),
    "scores": (Text("已评分", "Scored the firms"), 0.78),
    "results": (Text("已写出理由", "Put the reasons into words"), 0.85),
    "publish": (Text("已发布", "Published"), 1.0),
}


@dataclass(frozen=True)
class SweepOutcome:
    """What a sweep did and what it cost."""

    sweep_id: str
    snapshot_id: str
    n_firms: int
    n_rings: int
    n_findings: int
    grades: dict[str, int]
    capped: dict[str, int]  # by kind of key, how many were shared by more firms than the cap
    not_assessed: dict[str, list[str]]  # detectors that could not run, and the data they lacked
    filing_order: list[dict[str, str | int]]  # by province: how far its codes are in order, whose counter
    stages: list[Stage]
    notes: list[Text]  # what became of the register's rows, and what else was out of the ordinary


_OTHER_VERSION = Text(
    "此前发布的结果无法读取（{why}），已由本次结果替换；团伙编号可能因此变化。",
    "What was published before could not be read ({why}) and is replaced; rings may have other ids.",
)


def configuration(settings: Settings, model: Model = FIRST, accepted: tuple[Combination, ...] = ()) -> str:
    """Everything besides the snapshot that the result depends on, as JSON with sorted keys."""
    thresholds = {d.name: d.params().model_dump() for d in DETECTORS}
    weights = {kind.name.lower(): [w.base, w.slope, w.cap, w.usual, w.fall] for kind, w in WEIGHTS.items()}
    predicted = {
        h.name: [h.prior, {f.name.lower(): share for f, share in h.predicts.items()}] for h in HYPOTHESES
    }
    parts = {
        "prior": settings.prior,
        "detectors": thresholds,
        "weights": weights,
        "hypotheses": predicted,
        "calibration": model.calibration.as_points(),
        "uncertainty": model.uncertain,
        "combinations": [asdict(one) for one in accepted],
    }
    return json.dumps(parts, sort_keys=True)


def _sweep_id(snapshot_id: str, config: str) -> str:
    return "S" + blake2b(f"{VERSION}|{snapshot_id}|{config}".encode(), digest_size=8).hexdigest()


def _snapshot(workspace: Workspace) -> Snapshot:
    snapshot_id = latest(workspace.snapshots)
    if snapshot_id is None:
        raise InputError(
            f"There is no snapshot in {workspace.path}; name the register extract to sweep.",
            f"{workspace.path} 中没有快照；请指定要扫描的登记数据。",
        )
    return read(workspace.snapshots, snapshot_id)


def _earlier_rings(settings: Settings, told: list[Text]) -> pl.DataFrame | None:
    """Members of the rings now live (ring_id, firm_id), so that rings keep their ids; None where nothing
    readable is live (publishing anew is the way out of a broken store), which goes into `told`. A server
    that is away is an error."""
    try:
        with closing(open_store(settings)) as store:
            rows = store.view().ring_membership()
    except StoreUnavailable:
        raise  # it may be back when this sweep publishes, and every ring would have another id
    except NotPublished:
        return None
    except StoreError as bad:
        told.append(_OTHER_VERSION.format_text(why=Text(bad.words.zh.rstrip("。"), bad.words.en.rstrip("."))))
        return None
    return pl.DataFrame(rows, schema={"ring_id": pl.String, "firm_id": pl.String}, orient="row")


def _result_frames(
    judged: Judgement, names: Names, results: dict[str, pl.DataFrame], earlier: pl.DataFrame | None
) -> dict[str, pl.DataFrame]:
    masks = judged.scores.families @ (1 << np.arange(len(Family)))
    return result_frames(
        names.firm_ids,
        pl.Series(masks, dtype=pl.UInt32),
        pl.Series(judged.scores.n_findings),
        results,
        earlier,
        operations(judged.register, judged.rings.groups, judged.rings.strength),
    )


def sweep(
    source: Path | None,
    settings: Settings,
    *,
    format: str = "auto",
    mapping: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
) -> SweepOutcome:
    """Read `source` (or take the workspace's latest snapshot), find, score, publish; `out` gets the files.

    Raises InputError for a register that cannot be read, Busy where another run holds the workspace.
    """
    watch = Stopwatch(lambda name: progress(*_TOLD[name]))
    if out is not None:
        writable_folder(out)  # asked before the work, not after it
    workspace = Workspace(settings.workspace)
    with workspace.lock():
        workspace.clear_drafts()
        model, accepted = serving(settings.workspace), accepted_in(settings.workspace / FILE)
        notes: list[Text] = []
        earlier = _earlier_rings(settings, notes)  # first: a server that is away would cost the whole run
        if source is None:
            snapshot = _snapshot(workspace)
            key_of(settings, snapshot.key_check)  # what it publishes would be of no use with another key
        else:
            id_key = identity_key(settings)
            notes += key_changed(workspace.snapshots, id_key)
            done = ingest(
                source,
                settings.workspace,
                format=format,
                mapping=mapping,
                id_key=id_key,
                progress=lambda words, share: progress(words, share * _TOLD["ingest"][1]),
            )
            notes += [*rows_account(done), *losses(done)]
            snapshot = done.snapshot
        watch.lap("ingest")
        snapshot_id, n_firms = snapshot.id, len(snapshot.firms)
        order = [stream.told() for stream in from_notes(snapshot.notes)]
        register, vocabulary = slice_of(snapshot)
        names = Names.of(snapshot, vocabulary)
        del snapshot  # the texts are half of the memory, and judging needs none: read again to publish
        watch.lap("columns")
        judged = judge(
            register,
            prior=settings.prior,
            calibration=model.calibration,
            accepted=accepted,
            stage=watch.lap,
        )
        results = tables(judged, names, earlier)
        told = reference_frames(judged, names)
        config = configuration(settings, model, accepted)
        sweep_id = _sweep_id(snapshot_id, config)
        frames = _result_frames(judged, names, results, earlier)
        # Before publication, so that what is live always has its files (`ringwatch export`).
        for folder in filter(None, (workspace.results / sweep_id, out)):
            folder.mkdir(parents=True, exist_ok=True)
            write_results(frames, folder)
        watch.lap("results")
        snapshot = read(workspace.snapshots, snapshot_id)
        told["places"] = by_name(snapshot.places, snapshot.keys["value"])
        publication = Publication(
            sweep_id=sweep_id,
            published_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=VERSION,
            configuration=config,
            as_of=day(register.as_of) or EPOCH,
            snapshot=snapshot,
            register=judged.register,
            vocabulary=vocabulary,
            baselines=judged.normal,
            results=results,
            not_assessed=not_assessed(judged.normal),
            reference=told,
        )
        capped = judged.pairs.capped
        del judged, register, names, frames
        publish(settings, publication)
        workspace.keep_results(2)
        watch.lap("publish")
    grades = results["verdicts"]["grade"].value_counts().sort("grade")
    return SweepOutcome(
        sweep_id=publication.sweep_id,
        snapshot_id=snapshot_id,
        n_firms=n_firms,
        n_rings=len(results["rings"]),
        n_findings=len(results["findings"]),
        grades=dict(grades.iter_rows()),
        capped=capped,
        not_assessed=publication.not_assessed,
        filing_order=order,
        stages=watch.stages,
        notes=notes,
    )
