"""Public boards: tickets and public names only."""

from flow.engine import boards
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from web.api import shapes
from web.api.operations import EVERYBODY, Answer, operation
from web.errors import Wrong
from web.house import house

UNKNOWN_BOARD = Text(
    "Tidak ada papan {code}. Yang ada: {allowed}.",
    "There is no board {code}. There are: {allowed}.",
)


@operation("GET", "boards/<code>", roles=EVERYBODY, answer=shapes.Board)
def get_board(code: str) -> Answer:
    """What a waiting room's screen shows."""

    def board(floor: Floor, rulebook: Rulebook) -> Answer:
        if code not in rulebook.boards:
            said = UNKNOWN_BOARD.filled(code=code, allowed=", ".join(rulebook.boards))
            raise Wrong(404, "UnknownBoard", said, "board")
        return boards.board(floor, rulebook, code)

    return house().clinic.look(board)
