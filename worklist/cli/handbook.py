"""Command for process owners: print what is deployed."""

from pathlib import Path

import click

from db.session import reading
from worklist import clock, handbook
from worklist.cli.opening import opened


@click.command(name="handbook")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--pdf", is_flag=True, help="Print each page to PDF too, with the Chromium of this machine.")
def write(folder: Path, pdf: bool) -> None:
    """Write the handbook of the deployed processes into FOLDER: diagrams, steps, forms, decisions, deadlines, in both languages."""
    with reading(opened()) as session:
        pages = handbook.pages(session, clock.day_of(clock.now()))
    folder.mkdir(parents=True, exist_ok=True)
    for language, html in pages.items():
        page = folder / f"handbook-{language}.html"
        page.write_text(html, encoding="utf-8")
        click.echo(str(page))
        if pdf:
            handbook.to_pdf(page, page.with_suffix(".pdf"))
            click.echo(str(page.with_suffix(".pdf")))
