"""Lists of patients as people keep them: found columns, told mistakes, nobody twice, cancelled and run again."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from flow.database import open_database
from flow.patients import Patients, Sex
from flow.patients.importing import PREVIEW_ROWS, Imports, ListError, State, Status
from flow.patients.importing.columns import guess
from flow.patients.importing.taking import Fate

HEAD = "Nama Pasien;Tgl. Lahir;L/P;NIK;No. BPJS;No_RM;No HP;Alamat"
RATNA = "Ratna Dewi;17-05-1990;P;3201015705900001;0001234567890;rm-42;0812-3456-7890;Jl. Melati 3"
BUDI = "Budi;1980-01-02;L;;;;;"


class Clock:
    at = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patients(tmp_path: Path, clock: Clock) -> Patients:
    return Patients(open_database(f"sqlite:///{tmp_path}/alur.db"), clock)


@pytest.fixture
def imports(patients: Patients, tmp_path: Path, clock: Clock) -> Imports:
    return Imports(patients, tmp_path / "imports", clock)


def text(*lines: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO("\r\n".join(lines).encode(encoding))


def sheet(*rows: tuple[object, ...]) -> io.BytesIO:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    out.seek(0)
    return out


def ran(
    imports: Imports, file: io.BytesIO, tell: Callable[[State], None] = lambda _: None
) -> State:
    state = imports.upload(file, "daftar.csv", "dewi")
    imports.begin(state.id)
    return imports.run(state.id, tell, lambda: None)


def whys(imports: Imports, state: State) -> dict[int, str]:
    return {number: why.id for number, _, why, _ in imports.refused(state.id)}


def test_a_list_is_taken(imports: Imports, patients: Patients) -> None:
    state = ran(imports, text(HEAD, RATNA, "", BUDI))
    assert (state.status, state.total, state.done) == (Status.DONE, 2, 2)
    assert state.count(Fate.ADDED) == 2
    (ratna,) = patients.find("3201015705900001")
    assert (ratna.name, ratna.birth_date, ratna.sex) == (
        "Ratna Dewi",
        date(1990, 5, 17),
        Sex.FEMALE,
    )
    assert (ratna.bpjs, ratna.record, ratna.phone) == ("0001234567890", "RM-42", "081234567890")


def test_the_same_list_again_doubles_nobody(imports: Imports, patients: Patients) -> None:
    for fate in (Fate.ADDED, Fate.KNOWN):
        state = ran(imports, text(HEAD, RATNA, BUDI))
        assert state.count(fate) == 2
    assert len(patients.find("Ratna")) == len(patients.find("Budi")) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_whatever_program_saved_it(
    imports: Imports, patients: Patients, encoding: str, delimiter: str
) -> None:
    lines = [line.replace(";", delimiter) for line in (HEAD, RATNA.replace("Ratna", "Élisa"))]
    assert ran(imports, text(*lines, encoding=encoding)).count(Fate.ADDED) == 1
    assert [one.name for one in patients.find("Élisa")] == ["Élisa Dewi"]


def test_a_sheet_keeps_dates_and_loses_zeros(imports: Imports, patients: Patients) -> None:
    rows = (
        ("Nama", "Tanggal Lahir", "JK", "NIK", "No BPJS", "HP"),
        ("Siti", datetime(1999, 12, 31), "P", "3201017112990001", 1234567890, 81234567890),
        ("Asep", 33010, "Laki-laki", 3201015705900001, None, None),
        ("Dadang", 33010.0, "lk", None, None, None),
    )
    state = ran(imports, sheet(*rows))
    (siti,) = patients.find("Siti")
    assert (siti.birth_date, siti.bpjs, siti.phone) == (
        date(1999, 12, 31), "0001234567890", "081234567890",
    )  # fmt: skip
    (dadang,) = patients.find("Dadang")
    assert dadang.birth_date == date(1990, 5, 17)
    assert list(whys(imports, state)) == [3]
    assert "Excel sudah membulatkan" in whys(imports, state)[3]


def test_each_mistake_is_told_with_its_row(imports: Imports) -> None:
    state = ran(
        imports,
        text(HEAD, RATNA, "Asep;;L", "Asep;31-02-1990;L", "Asep;17 Mei 1990;x", ";17 Mei 1990;L",
             "Asep;17 Mei 1890;L", "Asep;17 Mei 1990;L;123", "Asep;17 Mei 1990"),
    )  # fmt: skip
    told = whys(imports, state)
    assert list(told) == [3, 4, 5, 6, 7, 8, 9]
    for number, words in {
        3: "Tanggal lahir kosong.", 4: "'31-02-1990' tidak terbaca", 5: "'x' tidak dikenal",
        6: "Nama pasien kosong", 7: "tidak mungkin", 8: "16 angka", 9: "Jenis kelamin kosong.",
    }.items():  # fmt: skip
        assert words in told[number]
    assert (state.count(Fate.ADDED), state.count(Fate.REFUSED)) == (1, 7)


def test_somebody_elses_number_is_not_taken_over(imports: Imports, patients: Patients) -> None:
    other = RATNA.replace("Ratna Dewi", "Wati")
    twin = RATNA.replace("3201015705900001", "3201015705900002").replace("0001234567890", "")
    state = ran(imports, text(HEAD, RATNA, other, twin.replace("rm-42", "")))
    told = whys(imports, state)
    assert "NIK ini tercatat pada pasien lain" in told[3]
    assert "nama dan tanggal lahir yang sama" in told[4]
    assert len(patients.find("Dewi")) == 1
    assert patients.find("Wati") == []


def test_the_first_rows_are_looked_at_before(imports: Imports, patients: Patients) -> None:
    state = imports.upload(text(HEAD, RATNA, "Asep;;L", *[BUDI] * 40), "daftar.csv", "dewi")
    preview = imports.preview(state.id)
    assert preview.missing == ()
    assert len(preview.rows) == PREVIEW_ROWS
    number, cells, wrong = preview.rows[1]
    assert (number, cells[0]) == (3, "Asep")
    assert wrong is not None
    assert wrong.field == "birth_date"
    assert patients.find("Ratna") == [], "nothing is on record before it runs"


def test_the_preview_says_what_the_run_will_say(imports: Imports, patients: Patients) -> None:
    ran(imports, text(HEAD, RATNA))
    other = RATNA.replace("Ratna Dewi", "Wati")
    asep = "Asep;1981-01-02;L;;0009876543210;;;"
    twin, namesake = asep.replace("Asep", "Ujang"), "Asep;1981-01-02;P;;0009876543211;;;"
    lines = (HEAD, RATNA, other, asep, asep, twin, namesake, BUDI)
    state = imports.upload(text(*lines), "daftar.csv", "dewi")
    seen = {n: wrong.why for n, _, wrong in imports.preview(state.id).rows if wrong and wrong.why}
    assert [person.name for person in patients.find("Asep")] == []
    told = whys(imports, ran(imports, text(*lines)))
    assert list(seen) == [3, 6, 7]
    assert {n: why.id for n, why in seen.items()} == told


def test_columns_are_chosen_where_headings_do_not_tell(imports: Imports) -> None:
    state = imports.upload(text("a;b;c", "Ratna;17-05-1990;P"), "x.csv", "dewi")
    assert imports.preview(state.id).missing == ("name", "birth_date", "sex")
    with pytest.raises(ListError, match="Choose the column of name"):
        imports.begin(state.id)
    chosen = imports.choose(state.id, {"name": 0, "birth_date": 1, "sex": 2, "nik": 9, "x": 1})
    assert dict(chosen.columns) == {"name": 0, "birth_date": 1, "sex": 2}
    imports.begin(state.id)
    assert imports.run(state.id, lambda _: None, lambda: None).count(Fate.ADDED) == 1


def test_headings_as_people_write_them() -> None:
    assert guess(["NO", "TGL LAHIR", "Nama Lengkap", "J.K", "No. KTP", "NOKA"]) == {
        "birth_date": 1, "name": 2, "nik": 4, "bpjs": 5,
    }  # fmt: skip


def test_it_is_cancelled_in_the_middle_and_goes_on_later(imports: Imports) -> None:
    lines = [f"Pasien {chr(65 + n % 26)}{chr(65 + n // 26)};1980-01-02;L" for n in range(200)]
    heard: list[State] = []

    def tell(state: State) -> None:
        heard.append(state)
        if state.done == 50:
            imports.cancel(state.id)

    state = ran(imports, text("nama;tgl lahir;jk", *lines), tell)
    assert (state.status, state.done, state.total) == (Status.CANCELLED, 50, 200)
    assert [one.done for one in heard] == [0, 25, 50, 50]
    imports.begin(state.id)
    again = imports.run(state.id, lambda _: None, lambda: None)
    assert (again.count(Fate.KNOWN), again.count(Fate.ADDED)) == (50, 150)


def test_a_run_that_fell_silent_has_broken_off(imports: Imports, clock: Clock) -> None:
    state = imports.upload(text(HEAD, RATNA), "x.csv", "dewi")
    imports.begin(state.id)
    for refused in (imports.begin, imports.remove):
        with pytest.raises(ListError, match="running"):
            refused(state.id)
    clock.at += timedelta(minutes=5)
    assert imports.get(state.id).status is Status.BROKEN
    imports.begin(state.id)
    assert imports.run(state.id, lambda _: None, lambda: None).status is Status.DONE


def test_what_nobody_foresaw_is_told_and_not_lost(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = imports.upload(text(HEAD, RATNA, BUDI), "x.csv", "dewi")
    imports.begin(state.id)

    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("flow.patients.importing.take", broken)
    ended = imports.run(state.id, lambda _: None, lambda: None)
    assert ended.status is Status.BROKEN
    assert ended.problem is not None
    assert "OSError" in ended.problem[1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Choose a file"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel"),
        (b"PK\x03\x04" + bytes(100), "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "cannot be read"),
        (b"nama;tgl lahir;jk\r\n\r\n", "no rows"),
        (b"\r\n;;;\r\n", "cannot be read"),
        (b"x" * 20_000_001, "too large"),
    ],
)
def test_what_is_no_list_is_said_and_leaves_nothing(
    imports: Imports, tmp_path: Path, body: bytes, words: str
) -> None:
    with pytest.raises(ListError, match=words):
        imports.upload(io.BytesIO(body), "x", "dewi")
    assert imports.all() == []
    assert list((tmp_path / "imports").iterdir()) == []


def test_lists_are_forgotten(imports: Imports, clock: Clock, tmp_path: Path) -> None:
    old = imports.upload(text(HEAD, RATNA), "../../etc/lama.csv", "dewi")
    assert old.name == "lama.csv"
    assert (tmp_path / "imports" / old.id).stat().st_mode & 0o077 == 0
    clock.at += timedelta(days=8)
    new = imports.upload(text(HEAD, RATNA), "baru.csv", "dewi")
    assert [one.id for one in imports.all()] == [new.id]
    imports.remove(new.id)
    for gone in (new.id, "..", "a/b", ""):
        with pytest.raises(ListError):
            imports.get(gone)
