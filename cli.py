"""The `ringwatch` command: what each command takes and prints. The work is done in the rooms below.

Exit codes: 0 done, 1 the run failed, 2 bad usage or bad input, with one sentence on standard error.
Heavy libraries are imported inside the commands, so that `ringwatch --help` answers at once. A command's
docstring is its help; the Chinese of every help text is in bootstrap/command_line_zh.py.
"""

import json
import os
import sys
from contextlib import suppress
from getpass import getuser
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

import typer

from bootstrap.command_line import read_json, run, start
from bootstrap.command_options import AsJson, Language, Workspace
from bootstrap.memory import give_back_freed
from graph.errors import UsageError
from graph.words import Text, counted
from sweeps.learning_commands import learn, rank

app = typer.Typer(
    name="ringwatch",
    help="Find groups of firms that one hand registered under false pretences. A lead, no verdict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Format = Annotated[
    str, typer.Option(help="What SOURCE is: auto (recognised), register (layout v1) or cn-register.")
]
Mapping = Annotated[Path | None, typer.Option(help="A mapping file of your own headers (TOML).")]
Source = Annotated[Path, typer.Argument(help="A register extract: a file or a folder.")]
Out = Annotated[Path, typer.Option(help="Folder to write.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("ringwatch"))
        raise typer.Exit


@app.callback()
def _every_command(
    version: Annotated[  # noqa: ARG001 (answered by its callback)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    lang: Language = None,
) -> None:
    if lang is not None:
        os.environ["RINGWATCH_LANG"] = lang


@app.command()
def ingest(
    source: Source,
    workspace: Workspace = None,
    format: Format = "auto",
    mapping: Mapping = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Read a register extract into a snapshot and account for every row."""
    settings, words = start(workspace=workspace, lang=lang)
    give_back_freed()
    from bootstrap.identity import identity_key
    from bootstrap.terminal import as_json, say, shown_progress
    from sweeps.account import key_changed, losses
    from sweeps.ingest import ingest as run_ingest
    from sweeps.workspace import Workspace as Folder

    key, folder = identity_key(settings), Folder(settings.workspace)
    with shown_progress(words) as progress, folder.lock():
        folder.clear_drafts()
        odd = key_changed(folder.snapshots, key)
        done = run_ingest(
            source, settings.workspace, format=format, id_key=key, mapping=mapping, progress=progress
        )
    if json_:
        report = json.loads(done.report.to_json())
        typer.echo(as_json({"snapshot_id": done.snapshot_id, "path": done.path, "report": report}))
        return
    for told in done.report.lines(words):
        typer.echo(told)
    for line in (*odd, *losses(done)):
        say(line, words)
    say(Text(f"快照 {done.snapshot_id}：{done.path}", f"Snapshot {done.snapshot_id}: {done.path}"), words)


@app.command()
def sweep(
    source: Annotated[Path | None, typer.Argument(help="A register extract: a file or a folder.")] = None,
    workspace: Workspace = None,
    out: Annotated[
        Path | None, typer.Option(help="Also write the result files (Parquet) to this folder.")
    ] = None,
    format: Format = "auto",
    mapping: Mapping = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Find rings, score firms and publish; without SOURCE, from the latest snapshot."""
    settings, words = start(workspace=workspace, lang=lang)
    give_back_freed()
    from bootstrap.terminal import as_json, say, shown_progress
    from detectors.coverage import lines as not_assessed_lines
    from sweeps.run import sweep as run_sweep

    with shown_progress(words) as progress:
        done = run_sweep(source, settings, format=format, mapping=mapping, out=out, progress=progress)
    if json_:
        typer.echo(as_json(done))
        return
    for line in (*done.notes, *(stage.line() for stage in done.stages)):
        say(line, words)
    done_words = Text(
        "结果 {id}（快照 {of}）：{firms:,} 户企业，{rings:,} 个团伙，{findings:,} 个线索。",
        "Sweep {id} of snapshot {of}: {told}.",
    )
    counts = {"firms": done.n_firms, "rings": done.n_rings, "findings": done.n_findings}
    told = ", ".join(counted(n, name.removesuffix("s")) for name, n in counts.items())
    say(done_words.format(id=done.sweep_id, of=done.snapshot_id, told=told, **counts), words)
    for kind, crowded in done.capped.items():
        if crowded:
            crowd = Text(
                "{n:,} 个共用点（{kind}）的企业数超过上限，未逐对比较。",
                "{n:,} shared keys ({kind}) have more firms than the cap and were not paired.",
            )
            say(crowd.format(n=crowded, kind=kind), words)
    for line in not_assessed_lines(done.not_assessed):
        say(line, words)


app.command()(learn)
app.command()(rank)


@app.command()
def precheck(
    application: Annotated[Path, typer.Argument(help="The application (JSON); - is standard input.")],
    workspace: Workspace = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Check an application against the register. It advises; it never refuses."""
    settings, words = start(workspace=workspace, lang=lang)
    sent = read_json(application)
    from api.dependencies import now, today
    from api.desk import application_of, ask
    from api.desk import lines as desk_lines
    from bootstrap.compose import open_store
    from bootstrap.terminal import as_json

    asked = application_of(sent)
    answer = ask(open_store(settings), asked, today=today(), at=now(), settings=settings)
    for line in [as_json(answer)] if json_ else desk_lines(answer, words):
        typer.echo(line)


@app.command()
def explain(
    id: Annotated[str, typer.Argument(help="Id of a ring, a firm or a finding.")],
    workspace: Workspace = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Why a ring, firm or finding stands where it does, and what speaks against it."""
    settings, words = start(workspace=workspace, lang=lang)
    from api.dependencies import now
    from bootstrap.compose import open_store
    from bootstrap.explain import explain as look_up
    from bootstrap.explain import lines
    from bootstrap.ring_roles import lines as role_lines
    from bootstrap.ring_roles import ring_roles
    from bootstrap.terminal import as_json
    from graph.store.records import RingProfile

    store = open_store(settings)
    view = store.view()
    found = look_up(view, id)
    store.log_lookup(now(), getuser(), "explain", id)
    if json_:
        from api.schemas.answers import answer_of

        typer.echo(as_json(answer_of(found, view.info)))
        return
    told = lines(found, words)
    if isinstance(found, RingProfile):
        told += role_lines(ring_roles(view, found), words)
    for line in told:
        typer.echo(line)


@app.command()
def related(
    firm: Annotated[str, typer.Argument(help="Id of a firm.")],
    other: Annotated[str, typer.Argument(help="Id of another firm.")],
    keys: Annotated[int, typer.Option(min=1, max=3, help="Most shared things on the way, 1-3.")] = 3,
    workspace: Workspace = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """How two firms hang together: the shortest ways over what firms share, hubs left out."""
    settings, words = start(workspace=workspace, lang=lang)
    from api.dependencies import now
    from bootstrap.compose import open_store
    from bootstrap.related import lines
    from bootstrap.related import related as look_up
    from bootstrap.terminal import as_json

    store = open_store(settings)
    view = store.view()
    found = look_up(view, firm, other, keys)
    for an_id in (firm, other):
        store.log_lookup(now(), getuser(), "related", an_id)
    if json_:
        from api.schemas.answers import paths_of

        typer.echo(as_json(paths_of(found, view.info)))
        return
    for line in lines(found, words):
        typer.echo(line)


@app.command()
def compare(
    kind: Annotated[Literal["name", "address", "person"], typer.Argument(help="What is compared.")],
    pairs: Annotated[
        Path,
        typer.Argument(
            help="Pairs (CSV, Parquet; - is standard input): id, left, right; of people id and left_name, "
            "right_name, left_birth_date and so on."
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write: id, score, verdict and why.")],
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Score pairs of names, addresses or people: same, possible or different, and why."""
    _settings, words = start(lang=lang)
    from bootstrap.terminal import as_json, shown_progress
    from sweeps.comparing import compare_file

    with shown_progress(words) as progress:
        done = compare_file(kind, pairs, out, words, progress=progress)
    told = [as_json(done)] if json_ else [line.in_(words) for line in (*done.table.lines(), done.counts())]
    for line in told:
        typer.echo(line, err=str(out) == "-")


@app.command()
def parse(
    kind: Annotated[Literal["name", "address"], typer.Argument(help="What is cut into parts.")],
    source: Annotated[Path, typer.Argument(help="A table (CSV, Parquet; - is standard input): id, text.")],
    out: Annotated[Path, typer.Option(help="File to write: id and the parts.")],
    fill: Annotated[
        bool,
        typer.Option(
            "--fill", help="Complete an address's province, city and district where they are clear."
        ),
    ] = False,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Cut firm names or addresses into their parts."""
    _settings, words = start(lang=lang)
    from bootstrap.terminal import as_json, shown_progress
    from sweeps.parsing import parse_file

    with shown_progress(words) as progress:
        done = parse_file(kind, source, out, fill=fill, progress=progress)
    for line in [as_json(done)] if json_ else [line.in_(words) for line in done.lines()]:
        typer.echo(line, err=str(out) == "-")


@app.command()
def demo(
    out: Out,
    firms: Annotated[int, typer.Option(min=500, help="Number of firms.")] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 1,
    prevalence: Annotated[
        float, typer.Option(min=0.0, max=0.2, help="Share of firms that are false, 0-0.2.")
    ] = 0.005,
    habit: Annotated[str, typer.Option(help="How the city registers.")] = "fuzhou",
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Write a synthetic city with planted rings and hard negatives, and its truth."""
    _settings, words = start(lang=lang)
    from bootstrap.terminal import as_json, say
    from fixtures.city import write_city
    from fixtures.habits import HABITS

    if habit not in HABITS:
        known = ", ".join(sorted(HABITS))
        raise UsageError(
            f"No habit is called {habit}; choose one of {known}.", f"没有名为 {habit} 的习惯；可选 {known}。"
        )
    summary = write_city(out, firms=firms, seed=seed, prevalence=prevalence, habit=habit)
    if json_:
        typer.echo(as_json(summary))
        return
    say(Text(f"已写入 {firms:,} 户企业：{out}", f"Wrote a city of {firms:,} firms: {out}"), words)


@app.command()
def serve(
    workspace: Workspace = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one.", show_default="8000")
    ] = None,
    lang: Language = None,
) -> None:
    """Serve the HTTP API and the investigator's page."""
    settings, words = start(workspace=workspace, host=host, port=port, lang=lang)
    import uvicorn

    from api.app import create_app
    from bootstrap.terminal import bound_socket, say

    with bound_socket(settings.host, settings.port) as socket:
        # No access log: paths and queries hold names; the store keeps who looked up what.
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None, access_log=False))
        where = f"http://{settings.host}:{socket.getsockname()[1]}"
        say(Text(f"服务地址 {where}（Ctrl-C 停止）", f"Serving at {where} (Ctrl-C stops)"), words)
        with suppress(KeyboardInterrupt):  # raised again by uvicorn once it has shut down
            server.run(sockets=[socket])


@app.command()
def neo4j(
    home: Annotated[Path, typer.Argument(help="Folder of the server's files; made when missing.")],
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 7687,
    lang: Language = None,
) -> None:
    """Run a Neo4j server in the foreground, to try the graph without Docker."""
    settings, words = start(lang=lang)
    from bootstrap.terminal import say
    from bootstrap.trial_server import run_trial_server

    run_trial_server(home, port, settings, lambda line: say(line, words))


@app.command()
def export(
    out: Out,
    workspace: Workspace = None,
    results: Annotated[
        Path | None,
        typer.Option("--from", help="Folder that sweep --out wrote; without it, what is published."),
    ] = None,
    format: Annotated[Literal["csv", "parquet", "jsonl"], typer.Option(help="Form of the files.")] = "csv",
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Write the results as CSV, Parquet or JSON Lines."""
    settings, words = start(workspace=workspace, lang=lang)
    from bootstrap.terminal import as_json, say
    from sweeps.export import export as run_export
    from sweeps.export import published_results

    written = run_export(results or published_results(settings), out, format)
    if json_:
        typer.echo(as_json(written))
        return
    for file in written:
        say(Text(f"{file.path}：{file.rows:,} 行", f"{file.path}: {file.rows:,} rows"), words)


@app.command()
def doctor(workspace: Workspace = None, lang: Language = None, json_: AsJson = False) -> None:
    """Check the installation and say what to do."""
    settings, words = start(workspace=workspace, lang=lang)
    from bootstrap.checkup import check_up
    from bootstrap.terminal import as_json

    checks = check_up(settings)
    for line in [as_json(checks)] if json_ else [check.line(words) for check in checks]:
        typer.echo(line)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def main() -> None:
    """Entry point of the `ringwatch` command."""
    sys.exit(run(app, sys.argv[1:]))
