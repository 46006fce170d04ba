"""Whether the database answers, and that saying no is no failure."""

from flow.database import is_reachable, open_database


def test_it_is_known_whether_the_database_answers(tmp_path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/kept/alur.db")
    assert is_reachable(engine)
    engine.dispose()
    (tmp_path / "kept").rename(tmp_path / "moved")
    assert not is_reachable(engine)
