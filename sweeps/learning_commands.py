"""The commands `learn` and `rank`: what they take and print. Heavy libraries are imported inside, as in
cli.py."""

from pathlib import Path
from typing import Annotated

import typer

from bootstrap.command_line import start
from bootstrap.command_options import AsJson, Language, Workspace


def learn(
    decisions: Annotated[
        Path | None,
        typer.Argument(
            help="Decisions (CSV, Parquet): firm_id, label, decided_on; beside the register's labels."
        ),
    ] = None,
    propose: Annotated[
        Path | None, typer.Option(help="File to write (TOML): combinations and firms for a person to judge.")
    ] = None,
    workspace: Workspace = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Learn from decided cases what scores mean; serves from the next sweep on, if it is better."""
    settings, words = start(workspace=workspace, lang=lang)
    from bootstrap.terminal import as_json, say, shown_progress
    from sweeps.learning import learn as run_learn

    with shown_progress(words) as progress:
        done = run_learn(settings, decisions, propose=propose, progress=progress)
    if json_:
        typer.echo(as_json(done))
        return
    for line in done.lines():
        say(line, words)


def rank(
    capacity: Annotated[int, typer.Option(min=1, max=1000, help="Rings that there is time for.")] = 10,
    workspace: Workspace = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Which undecided rings to look at with the time there is, and how many of them will turn out true."""
    settings, words = start(workspace=workspace, lang=lang)
    from bootstrap.capacity import shortlist
    from bootstrap.compose import open_store
    from bootstrap.decisions import decided_firms
    from bootstrap.terminal import as_json

    view = open_store(settings).view()
    found = shortlist(view, capacity, decided_firms(settings.workspace, view.info.snapshot_id))
    for line in [as_json(found)] if json_ else found.lines(words):
        typer.echo(line)
