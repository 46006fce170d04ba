"""However a text is spoiled, the compiler answers with findings that name a place, never with a crash."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow.rulebook import Finding, RulebookError, compile_sources

SPOILERS = [
    "[]",
    "{}",
    "~",
    "true",
    "-1",
    "1e999",
    ".nan",
    '""',
    "- ",
    ": ",
    "\n",
    "*a",
    "&a ",
    "\t",
]
WORDS = re.compile(r"(\W)")


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_spoiled_word_is_refused_with_its_place(
    small: dict[str, str], data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(sorted(small)))
    parts = WORDS.split(small[file])
    parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(st.sampled_from(SPOILERS))

    refused = False
    findings: tuple[Finding, ...] = ()
    try:
        compile_sources(small | {file: "".join(parts)})
    except RulebookError as error:
        refused, findings = True, error.findings

    assert bool(findings) == refused
    assert all(finding.place.file in small for finding in findings)
