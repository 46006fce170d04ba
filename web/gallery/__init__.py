"""The component page: every part of the screens once, to be looked at by whoever builds or changes one."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, render_template

from flow.staff import Role
from web.auth import needs
from web.house import house
from web.words import said

blueprint = Blueprint("gallery", __name__)

BUILT = Path(__file__).parent.parent / "static" / "built" / "alur.css"
_COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,8})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """`colours` are the names of the colour tokens, in the order of the style sheet."""

    colours: tuple[str, ...]
    clusters: tuple[Cluster, ...]


@blueprint.get("/gaya")
@needs(*Role)
def gallery() -> str:
    """The page itself; `?tema=gelap` shows it dark."""
    clusters = house().clinic.rulebook.clusters.items()
    page = GalleryPage(
        colours=colours(),
        clusters=tuple(Cluster(code=code, name=said(one.name)) for code, one in clusters),
    )
    return render_template("gallery.html", page=page)


@cache
def colours() -> tuple[str, ...]:
    """The colour tokens, read from the style sheet that is served."""
    return tuple(dict.fromkeys(name for name, _ in _COLOUR.findall(BUILT.read_text("utf-8"))))
