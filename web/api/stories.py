"""The story of a visit, for staff: as JSON lines, or as CSV to keep."""

from flask import Response, request

from flow.clinic import Story
from flow.engine.telling import Line
from flow.insight.stories import Told
from flow.spreadsheets import MARK
from web.api import shapes
from web.api.operations import STAFF, Answer, operation
from web.house import house
from web.words import language, said

CSV = "text/csv"


@operation(
    "GET",
    "visits/<visit>/story",
    roles=STAFF,
    answer=shapes.Story,
    query={"format": "csv, for a file to keep; else JSON, unless Accept asks for text/csv"},
    also_as=CSV,
)
def tell_story(visit: str) -> Answer | Response:
    """What happened to a visit, on whatever day, in words: who did it, where, and why."""
    story = house().clinic.story(visit)
    told = Told(story, language())
    name = house().clinic.look_at(visit, lambda floor, _: floor.visit(visit).name)
    if _wants_csv():
        return _file(f"{MARK}{told.as_csv()}", name)
    return {
        "visit": visit,
        "ticket": name,
        "zone": story.rulebook.zone.key,
        "note": told.note,
        "lines": [_line(story, line) for line in told.lines()],
    }


def _wants_csv() -> bool:
    if "format" in request.args:
        return request.args["format"] == "csv"
    return request.accept_mimetypes.best_match(["application/json", CSV]) == CSV


def _file(text: str, name: str) -> Response:
    """Named after the number; a browser keeps it instead of showing it."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in name)
    disposition = {"Content-Disposition": f'attachment; filename="{plain}.csv"'}
    return Response(text, mimetype=CSV, headers=disposition)


def _line(story: Story, line: Line) -> Answer:
    return {
        "day": line.day.isoformat(),
        "position": line.position,
        "at": line.at.isoformat(),
        "by": line.by,
        "who": said(line.who),
        "topic": line.topic.value,
        "station": line.station or None,
        "station_name": said(story.rulebook.station_name(line.station)) if line.station else None,
        "desk": line.desk or None,
        "said": said(line.said),
        "undone": line.undone,
    }
