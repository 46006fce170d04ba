"""A mistake in the rules is named with its file, line and column, and with what to do about it."""

import pytest

from flow.rulebook import RulebookError, compile_sources

Sources = dict[str, str]


def refused(texts: Sources) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        compile_sources(texts)
    return [str(finding) for finding in caught.value.findings]


def test_the_small_rulebook_is_sound(small: Sources) -> None:
    assert compile_sources(small).facility == "pustu"


# (file, what stood there, what stands there now, the place, a part of the sentence)
MISTAKES = {
    "a key with a typo": (
        "stations.yaml", "discipline: strict", "dicipline: strict",
        "8:5", ('unknown key "dicipline"; allowed: name, cluster, desks, public_name, discipline, '
        'hours, registers, overnight, same_desk, absent, quota, target, service_minutes, hold_minutes; did you mean "discipline"?'),
    ),
    "a key that is missing": (
        "facility.yaml", "call_seconds: 120\n", "",
        "1:1", 'the key "call_seconds" is missing; needed: facility, name, time_zone',
    ),
    "a destination of a kind that there is not": (
        "facility.yaml", "open: pagi\n", "open: pagi\ndestinations: {rsud: {name: RSUD, kind: rumah-sakit}}\n",
        "7:41", 'unknown kind of house "rumah-sakit"; allowed: fkrtl, puskesmas, pustu, posyandu; choose one of these',
    ),
    "a destination without a name": (
        "facility.yaml", "open: pagi\n", "open: pagi\ndestinations:\n  rsud: {kind: fkrtl}\n",
        "8:9", 'the key "name" is missing; needed: name, kind',
    ),
    "a key that stands twice": (
        "facility.yaml", "open: pagi\n", "open: pagi\nname: Lain\n",
        "7:1", 'the key "name" stands twice (first in line 2); each key stands once',
    ),
    "a station that does not exist": (
        "entry.yaml", "stops: loket", "stops: lokte",
        "3:35", 'unknown station "lokte"; allowed: loket, periksa, obat; did you mean "loket"?',
    ),
    "a station on a board that does not exist": (
        "screens.yaml", "[loket, periksa]", "[loket, gigi]",
        "2:43", 'unknown station "gigi"; allowed: loket, periksa, obat; choose one of these',
    ),
    "a cluster that does not exist": (
        "entry.yaml", "cluster: K2", "cluster: K9",
        "7:39", 'unknown cluster "K9"; allowed: K2, K3',
    ),
    "a fact that does not exist": (
        "flags.yaml", "cough_weeks:", "cough_week:",
        "3:26", ('unknown fact "cough_week"; allowed: birth_date, sex, pregnant, cough_weeks, '
        'service, age; did you mean "cough_weeks"?'),
    ),
    "a class that does not exist": (
        "priority.yaml", "then: dulu", "then: duluan",
        "4:49", 'unknown class "duluan"; allowed: dulu, reguler; did you mean "dulu"?',
    ),
    "a review class that does not exist": (
        "priority.yaml", "review_class: dulu", "review_class: ulang",
        "2:15", 'unknown class "ulang"; allowed: dulu, reguler',
    ),
    "a notice for a flag that does not exist": (
        "flags.yaml", "flags: {infectious: Menular}", "flags: {infectious: Menular}\nnotices: {infected: Pakai masker}",
        "2:11", 'unknown flag "infected"; allowed: infectious; did you mean "infectious"?',
    ),
    "a notice in one language": (
        "flags.yaml", "flags: {infectious: Menular}", "flags: {infectious: Menular}\nnotices: {infectious: {id: Pakai masker}}",
        "2:23", 'the key "en" is missing; needed: id, en',
    ),
    "a notice for a band": (
        "bands.yaml", "bands: {anak: Anak, lansia: Lansia}", "bands: {anak: Anak, lansia: Lansia}\nnotices: {anak: Tunggu}",
        "2:1", 'unknown key "notices"; allowed: bands, rules',
    ),
    "a band that does not exist": (
        "bands.yaml", "then: lansia", "then: lansya",
        "4:48", 'unknown band "lansya"; allowed: anak, lansia; did you mean "lansia"?',
    ),
    "an order that does not exist": (
        "orders.yaml", "order: obat", "order: lab",
        "3:25", 'unknown order "lab"; allowed: obat',
    ),
    "a choice that does not exist": (
        "screens.yaml", "{service: umum}", "{service: umun}",
        "4:40", 'unknown service "umun"; allowed: umum, obat; did you mean "umum"?',
    ),
    "a choice in a rule that does not exist": (
        "priority.yaml", "{pregnant: true}", "{sex: [female, pria]}",
        "4:40", 'unknown sex "pria"; allowed: female, male',
    ),
    "a discipline that does not exist": (
        "stations.yaml", "discipline: fifo\n    desks: [1]\n  obat", "discipline: lifo\n    desks: [1]\n  obat",
        "14:17", 'unknown discipline "lifo"; allowed: accumulating, fifo, ratio, strict',
    ),
    "waiting that counts without rates": (
        "stations.yaml", "    discipline: fifo\n    desks: [1]\n  obat", "    desks: [1]\n  obat",
        "11:3", '"periksa" calls by accumulating; which needs `rates` in priority.yaml; add it',
    ),
    "turns without a ratio": (
        "stations.yaml", "discipline: fifo\n    desks: [1]\n  obat", "discipline: ratio\n    desks: [1]\n  obat",
        "11:3", '"periksa" calls by ratio; which needs `ratio` in priority.yaml; add it',
    ),
    "a target without its source": (
        "stations.yaml", "registers: true", "registers: true\n    target: {wait_minutes: 30}",
        "11:13", 'the key "source" is missing; needed: wait_minutes, source; add it',
    ),
    "a target of no time": (
        "stations.yaml", "registers: true", "registers: true\n    target: {wait_minutes: 0, source: SK 12}",
        "11:28", "found the number 0; a whole number from 1 to 720 is needed; correct the number",
    ),
    "a target in words": (
        "stations.yaml", "registers: true", "registers: true\n    target: 30 menit",
        "11:13", 'found the text "30 menit"; keys with values are needed',
    ),
    "a service that never ends": (
        "stations.yaml", "registers: true", "registers: true\n    service_minutes: 1000",
        "11:22", "found the number 1000; a whole number from 1 to 720 is needed",
    ),
    "a hold in words": (
        "stations.yaml", "registers: true", "registers: true\n    hold_minutes: setengah jam",
        "11:19", 'found the text "setengah jam"; a whole number from 1 to 720 is needed',
    ),
    "a rate that grows downwards": (
        "priority.yaml", "dulu: Didahulukan, reguler: Reguler}", "dulu: D, a: A, reguler: R}\nrates: {a: 2, reguler: 3}",
        "2:15", ('waiting in "reguler" counts faster than in "a" above it; rates do not grow downwards; '
        "without one it is 1; correct the rates or the order"),
    ),
    "a rate below one, and the next without": (
        "priority.yaml", "dulu: Didahulukan, reguler: Reguler}", "dulu: D, a: A, reguler: R}\nrates: {a: 0.5}",
        "2:9", 'waiting in "reguler" counts faster than in "a" above it',
    ),
    "a rate for the emergency": (
        "priority.yaml", "review_class: dulu", "review_class: dulu\nrates: {dulu: 9}",
        "3:9", 'a rate for "dulu"; the first class comes before all; remove it',
    ),
    "a rate of nothing": (
        "priority.yaml", "review_class: dulu", "review_class: dulu\nrates: {reguler: 0}",
        "3:18", "found the number 0; a rate is above 0, up to 100; correct the number",
    ),
    "a rate of a class that does not exist": (
        "priority.yaml", "review_class: dulu", "review_class: dulu\nrates: {regular: 1}",
        "3:9", 'unknown class "regular"; allowed: dulu, reguler; did you mean "reguler"?',
    ),
    "too many in a row": (
        "priority.yaml", "review_class: dulu", "review_class: dulu\nratio: {ahead: [reguler], calls: 13, others: 1}",
        "3:34", "found the number 13; a whole number from 1 to 12 is needed",
    ),
    "a type that does not exist": (
        "facts.yaml", "type: flag", "type: bool",
        "3:18", 'unknown type of fact "bool"; allowed: date, time, flag, number, choice',
    ),
    "a flag in words": (
        "priority.yaml", "pregnant: true", "pregnant: yes",
        "4:36", 'found the text "yes"; allowed: true, false; write true without quotes',
    ),
    "a number in words": (
        "facility.yaml", "call_seconds: 120", "call_seconds: dua menit",
        "7:15", 'found the text "dua menit"; a whole number from 1 to 3600 is needed',
    ),
    "a number out of its limits": (
        "facility.yaml", "call_seconds: 120", "call_seconds: 0",
        "7:15", "found the number 0; a whole number from 1 to 3600 is needed",
    ),
    "a text where keys are needed": (
        "stations.yaml", "  obat:\n    name: Obat\n    cluster: K3\n    discipline: fifo\n    desks: [1]\n",
        "  obat: Obat\n",
        "16:9", 'found the text "Obat"; keys with values are needed',
    ),
    "keys where a text is needed": (
        "tickets.yaml", "then: A", "then: {letter: A}",
        "2:25", "found keys with values; a text is needed",
    ),
    "words in one language only": (
        "facility.yaml", "name: Pustu Kecil", "name: {id: Pustu Kecil}",
        "2:7", 'the key "en" is missing; needed: id, en',
    ),
    "a text with a comma and no quotes": (
        "tickets.yaml", "because: Semua", "because: {id: Satu, dua, en: One}",
        "2:48", 'unknown key "dua"; allowed: id, en; put a text with a comma or a colon in quotes',
    ),
    "the absent somewhere unknown": (
        "stations.yaml", "    registers: true\n", "    registers: true\n    absent: front\n",
        "11:13", 'unknown place to come back to "front"; allowed: keep, end',
    ),
    "the absent behind nobody": (
        "stations.yaml", "    registers: true\n", "    registers: true\n    absent: 0\n",
        "11:13", "found the number 0; a whole number from 1 to 99 is needed",
    ),
    "an order once": (
        "orders.yaml", "{stops: obat, last: true}",
        "{stops: obat, repeat: {times: 1, apart_minutes: 60}}",
        "3:82", "found the number 1; a whole number from 2 to 9 is needed",
    ),
    "an order twice without a pause": (
        "orders.yaml", "{stops: obat, last: true}", "{stops: obat, repeat: {times: 2}}",
        "3:74", 'the key "apart_minutes" is missing; needed: times, apart_minutes',
    ),
    "results that take days": (
        "orders.yaml", "{stops: obat, last: true}", "{stops: obat, result_minutes: 2880}",
        "3:82", "found the number 2880; a whole number from 1 to 1440 is needed",
    ),
    "a time zone with a typo": (
        "facility.yaml", "Asia/Makassar", "Asia/Makasar",
        "3:12", ('unknown time zone "Asia/Makasar"; allowed: Asia/Jakarta, Asia/Pontianak, '
        'Asia/Makassar, Asia/Jayapura; did you mean "Asia/Makassar"?'),
    ),
    "a time zone that is a folder": (
        "facility.yaml", "Asia/Makassar", "../etc",
        "3:12", 'unknown time zone "../etc"',
    ),
    "a day that does not exist": (
        "facility.yaml", "mon-thu:", "mon-kam:",
        "5:10", '"mon-kam" is no weekday; allowed: mon, tue, wed, thu, fri, sat, sun',
    ),
    "a day that is named twice": (
        "facility.yaml", "fri: [", "thu: [",
        "5:32", "thu is named twice; each weekday once",
    ),
    "hours that do not exist": (
        "facility.yaml", "08:00-12:00", "08:00-25:00",
        "5:19", 'found the text "08:00-25:00"; hours are written 07:30-14:30',
    ),
    "hours that run backwards": (
        "facility.yaml", "08:00-12:00", "20:00-06:00",
        "5:19", ('the hours "20:00-06:00"; hours end after they start, within one day; '
        "split them at midnight (24:00)"),
    ),
    "hours that overlap": (
        "facility.yaml", "13:00-14:00", "10:30-14:00",
        "5:37", "10:30 lies within 08:00-11:00; hours of a day may not overlap",
    ),
    "hours that nobody declared": (
        "facility.yaml", "open: pagi", "open: sore",
        "6:7", 'unknown hours "sore"; allowed: pagi',
    ),
    "an age without a unit": (
        "entry.yaml", '"<18y"', '"<18"',
        "6:19", 'found the text "<18": an age needs a unit: d, w, mo or y; an age range is needed',
    ),
    "an age that is no range": (
        "entry.yaml", '"<18y"', "18",
        "6:19", "found the number 18: it is not a range",
    ),
    "an age between nothing": (
        "entry.yaml", '"<18y"', '"18y..<18y"',
        "6:19", "nothing lies between its ends",
    ),
    "a range with a unit for a number": (
        "flags.yaml", '">=2"', '">=2w"',
        "3:39", "only an age has a unit; cough_weeks takes a number or a range",
    ),
    "a range that never holds": (
        "flags.yaml", '">=2"', '">52"',
        "3:39", 'found the text ">52", which never holds; cough_weeks goes from 0 to 52',
    ),
    "a number that the fact cannot have": (
        "flags.yaml", '">=2"', "-1",
        "3:39", "found the number -1; cough_weeks is a number from 0 to 52",
    ),
    "an expression": (
        "flags.yaml", '">=2"', '"x > 2 or True"',
        "3:39", 'found the text "x > 2 or True": it is not a range',
    ),
    "a birth date in a rule": (
        "entry.yaml", 'age: "<18y"', "birth_date: 2010-01-01",
        "6:26", "allowed here: unknown; use `age` for ages",
    ),
    "unknown, where a default is": (
        "flags.yaml", 'cough_weeks: ">=2"', "service: unknown",
        "3:35", "service is never unknown; its default is umum",
    ),
    "an empty list": (
        "flags.yaml", 'cough_weeks: ">=2"', "service: []",
        "3:35", "an empty list; values of service are needed",
    ),
    "an empty when": (
        "flags.yaml", '{cough_weeks: ">=2"}', "{}",
        "3:25", "an empty `when`; `when` names at least one fact; leave `when` out to catch everybody",
    ),
    "a range for a flag": (
        "facts.yaml", "type: flag,", 'type: flag, range: "0..1",',
        "3:31", "a range for a flag; only a number has a range",
    ),
    "a range that is none": (
        "facts.yaml", '"0..52"', '"0-52"',
        "4:50", 'the range "0-52": it is not a range; such as "0..42"',
    ),
    "a choice without choices": (
        "facts.yaml", ", choices: {female: P, male: L}", "",
        "2:6", "a choice without choices",
    ),
    "a default that is no choice": (
        "facts.yaml", "default: umum", "default: gigi",
        "5:85", 'unknown service "gigi"; allowed: umum, obat',
    ),
    "a condition on a fact that does not exist": (
        "facts.yaml", "only_if: {sex: female}", "only_if: {gender: female}",
        "3:48", 'unknown fact "gender"',
    ),
    "a public name of a choice that does not exist": (
        "facts.yaml", "default: umum", "default: umum, public_names: {gigi: Kontrol}",
        "5:106", 'unknown choice "gigi"; allowed: umum, obat',
    ),
    "a public name in one language": (
        "facts.yaml", "default: umum", "default: umum, public_names: {obat: {id: Kontrol}}",
        "5:112", 'the key "en" is missing; needed: id, en',
    ),
    "public names where there is no choice": (
        "facts.yaml", "type: flag,", "type: flag, public_names: {obat: Kontrol},",
        "3:38", "choices of a flag; only a choice has choices; remove it",
    ),
    "a choice that is offered like a fact for everybody": (
        "facts.yaml", "default: umum", "default: umum, offered_like: {obat: cough_weeks}",
        "5:112", 'unknown fact with only_if "cough_weeks"; allowed: pregnant',
    ),
    "a fact that follows by itself": (
        "facts.yaml", "cough_weeks: {", "age: {",
        "4:6", 'a fact named "age"; age follows from birth_date by itself; remove it',
    ),
    "letters in lower case": (
        "tickets.yaml", "then: A", "then: a",
        "2:25", 'the letters "a"; a ticket begins with one or two letters A to Z',
    ),
    "three letters": (
        "tickets.yaml", "then: A", "then: ABC",
        "2:25", 'the letters "ABC"',
    ),
    "a table without rules": (
        "priority.yaml",
        ("\n  - {rule: hamil, when: {pregnant: true}, then: dulu, because: Hamil}\n"
        "  - {rule: semua, then: reguler, because: Urut datang}"),
        " []",
        "3:8",
        "a table without rules; at least one is needed; add a rule",
    ),
    "a board without a title": (
        "screens.yaml", "depan: {title: Depan, stations: [loket, periksa]}", "depan: {}",
        "2:10", 'the key "title" is missing',
    ),
    "a voice that speaks a language that there is not": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {languages: [id, jv]}}",
        "2:77", 'unknown language "jv"; allowed: id, en',
    ),
    "words of a board in one language": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], info: [{id: Cuci tangan}]}",
        "2:60", 'the key "en" is missing; needed: id, en; add it',
    ),
    "a voice without a language": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {languages: []}}",
        "2:72", "no language; at least one is needed; write `[id]`; for a board without a voice: `quiet: 00:00-24:00`",
    ),
    "a voice that never stops": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {times: 9}}",
        "2:68", "found the number 9; a whole number from 1 to 3 is needed",
    ),
    "an unknown word for 0": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {zero: kosonk}}",
        "2:67", 'unknown word for 0 "kosonk"; allowed: nol, kosong; did you mean "kosong"?',
    ),
    "quiet hours that run backwards": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {quiet: 13:00-12:00}}",
        "2:68", 'the hours "13:00-12:00"; hours end after they start',
    ),
    "quiet hours on a day that there is not": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {quiet: {jumat: 11:30-13:00}}}",
        "2:69", '"jumat" is no weekday',
    ),
    "a key of a voice with a typo": (
        "screens.yaml", "stations: [loket, periksa]}", "stations: [loket, periksa], voice: {time: 2}}",
        "2:61", 'unknown key "time"; allowed: languages, times, zero, quiet; did you mean "times"?',
    ),
    "two rules of one name": (
        "bands.yaml", "rule: lansia", "rule: anak",
        "4:12", 'a second rule named "anak" (first in bands.yaml:3); each name once in its table',
    ),
    "a name that is no code": (
        "tickets.yaml", "rule: semua", "rule: semua orang",
        "2:12", '"semua orang" is no code',
    ),
    "an empty because": (
        "tickets.yaml", "because: Semua", "because: ~",
        "2:37", "found nothing; a text is needed",
    ),
    "an order from a room to itself": (
        "orders.yaml", "at: [periksa]", "at: [obat]",
        "3:35", '"obat" in this list; other rooms, or only everywhere; remove it from `at`',
    ),
    "an order that leads nowhere": (
        "orders.yaml",
        "stops: obat",
        "stops: []",
        "3:52",
        "an order without stops; it adds at least one; name a station",
    ),
    "a desk that stands twice": (
        "stations.yaml", "desks: [1, 2]", "desks: [1, 1]",
        "9:12", 'the desk "1" stands twice',
    ),
    "a station without desks": (
        "stations.yaml", "desks: [1, 2]", "desks: []",
        "9:12", "no desk; a station has at least one desk",
    ),
    "nobody who registers": (
        "stations.yaml", "    registers: true\n", "",
        "5:3", "no station registers patients; one must",
    ),
    "an anchor": (
        "facility.yaml", "name: Pustu Kecil", "name: &n Pustu Kecil",
        "2:7", 'the anchor "&n"; anchors are not used; write the values out',
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "said"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_it_names_the_place_and_the_remedy(
    small: Sources, file: str, before: str, after: str, place: str, said: str
) -> None:
    assert before in small[file]
    small[file] = small[file].replace(before, after, 1)

    findings = refused(small)

    assert any(f.startswith(f"{file}:{place}: ") and said in f for f in findings), findings


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [(file, before, after) for file, before, after, _, _ in MISTAKES.values()],
    ids=MISTAKES.keys(),
)
def test_it_speaks_both_languages(small: Sources, file: str, before: str, after: str) -> None:
    small[file] = small[file].replace(before, after, 1)

    with pytest.raises(RulebookError) as caught:
        compile_sources(small)

    for finding in caught.value.findings:
        for part in (finding.found, finding.allowed, finding.remedy):
            assert part.id != part.en, part


UNREADABLE = {
    "a tab": ("facility: x\n\tname: y\n", "2:1", "indent with spaces, never tabs"),
    "a bracket left open": ("facility: [\n", "2:1", "YAML 1.2 is needed"),
    "a colon too many": ("name: Pustu: Kecil\n", "1:12", "mapping values are not allowed here"),
    "a character that cannot be printed": ("name: a\nb: \x07\n", "2:4", "cannot be printed"),
    "a line that is not lined up": (
        "facility: x\nhours:\n  pagi: {}\n sore: {}\n",
        "4:2",
        "begin in the same column; line it up",
    ),
    "a colon that needs quotes": (
        "name: Pustu: Kecil\n",
        "1:12",
        "put a text with a colon in quotes",
    ),
    "a second document": ("a: 1\n---\nb: 1\n", "2:1", "another document"),
    "an empty file": ("", "1:1", "the file is empty; a YAML mapping is needed"),
    "only a comment": ("# later\n", "1:1", "the file is empty"),
    "far too long": ("# later\n" * 30_000, "1:1", "a file has at most 200000; shorten it"),
    "nested without end": ("a: " + "[" * 600, "1:1", "nested too deeply"),
}


@pytest.mark.parametrize(("text", "place", "said"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_is_no_yaml_names_the_place(
    small: Sources, text: str, place: str, said: str
) -> None:
    (finding,) = refused(small | {"facility.yaml": text})

    assert finding.startswith(f"facility.yaml:{place}: ")
    assert said in finding


@pytest.mark.parametrize("text", [text for text, _, _ in UNREADABLE.values()], ids=UNREADABLE)
def test_that_is_said_in_both_languages(small: Sources, text: str) -> None:
    with pytest.raises(RulebookError) as caught:
        compile_sources(small | {"facility.yaml": text})

    (finding,) = caught.value.findings
    assert finding.found.id != finding.found.en
    assert finding.allowed.id != finding.allowed.en
    assert finding.remedy.id != finding.remedy.en


def test_a_tag_constructs_nothing(small: Sources) -> None:
    small["facility.yaml"] = small["facility.yaml"].replace("120", "!!python/name:os.system 120")

    assert refused(small)[0].startswith("facility.yaml:7:15: found the text")


def test_a_missing_file_is_named(small: Sources) -> None:
    del small["exits.yaml"]

    (finding,) = refused(small)

    assert finding.startswith("exits.yaml:1:1: the file is missing; needed: facility.yaml")


def test_a_file_that_nobody_reads_is_named(small: Sources) -> None:
    (finding,) = refused(small | {"entri.yaml": "a: 1\n"})

    assert finding.startswith("entri.yaml:1:1: an unknown file; allowed: facility.yaml")
    assert finding.endswith('did you mean "entry.yaml"?')


def test_all_mistakes_are_named_at_once_in_reading_order(small: Sources) -> None:
    small["tickets.yaml"] = small["tickets.yaml"].replace("then: A", "then: 1")
    small["entry.yaml"] = small["entry.yaml"].replace("periksa, cluster: K2", "gigi, cluster: K7")

    places = [finding.split(" ")[0] for finding in refused(small)]

    assert places == ["entry.yaml:7:21:", "entry.yaml:7:36:", "tickets.yaml:2:25:"]


def test_a_word_that_looks_like_a_flag_stays_a_word(small: Sources) -> None:
    """YAML 1.1 would read NO and off as false, and 08:00 as a number."""
    small["bands.yaml"] = small["bands.yaml"].replace("anak: Anak", "anak: NO, off: off")

    rulebook = compile_sources(small)

    assert rulebook.label("anak").id == "NO"
    assert rulebook.label("off").id == "off"


def test_a_house_may_do_without_board_kiosk_bands_flags_and_orders(small: Sources) -> None:
    bare = {
        "screens.yaml": "boards: {}\nkiosk: {}\n",
        "bands.yaml": "bands: {}\nrules: []\n",
        "flags.yaml": "flags: {}\nrules: []\n",
        "orders.yaml": "orders: {}\nrules: []\n",
    }

    assert compile_sources(small | bare).tables.orders == ()


def test_a_code_with_two_meanings_is_named(small: Sources) -> None:
    """A screen would show a class in the words of a band."""
    small["bands.yaml"] = small["bands.yaml"].replace("anak: Anak", "anak: Anak, dulu: Dahulu")

    (finding,) = refused(small)

    assert finding.startswith('priority.yaml:1:11: the class "dulu" has other words than "dulu"')
