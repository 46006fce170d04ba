"""The typical rules, of a morning on which adults suddenly go to gigi."""

from flow.rulebook import shipped, sources

DEWASA = """    - rule: dewasa
      then: {stops: k3-dewasa}"""


def changed_rules() -> dict[str, str]:
    """The texts of the shipped rules with that one change."""
    texts = sources(shipped("typical"))
    assert DEWASA in texts["entry.yaml"]
    return texts | {
        "entry.yaml": texts["entry.yaml"].replace(DEWASA, DEWASA.replace("k3-dewasa", "gigi"))
    }
