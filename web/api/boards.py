"""Public boards: tickets and public names only."""

from flow.engine import boards
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from web.api import shapes
from web.api.operations import EVERYBODY, Answer, operation
from web.house import house


@operation("GET", "boards/<code>", roles=EVERYBODY, answer=shapes.Board)
def get_board(code: str) -> Answer:
    """What a waiting room's screen shows."""

    def board(floor: Floor, rulebook: Rulebook) -> Answer:
        return boards.board(floor, rulebook, rulebook.board(code).code, house().now())

    return house().clinic.look(board)
