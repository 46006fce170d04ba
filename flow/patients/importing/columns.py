"""Which column holds what: guessed from the headings, as people write them"""

from collections.abc import Mapping, Sequence

from flow.engine.text import Text
from flow.patients.words import search_name

LABELS: Mapping[str, Text] = {
    "name": Text("nama", "name"),
    "birth_date": Text("tanggal lahir", "birth date"),
    "sex": Text("jenis kelamin", "sex"),
    "nik": Text("NIK", "NIK"),
    "bpjs": Text("nomor kartu BPJS", "BPJS card number"),
    "record": Text("nomor rekam medis", "medical record number"),
    "phone": Text("telepon", "telephone"),
    "address": Text("alamat", "address"),
}
NEEDED = ("name", "birth_date", "sex")

SPELLINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"nama", "nama pasien", "nama lengkap", "name", "patient name", "full name"}),
    "birth_date": frozenset(
        {"tgl lahir", "tanggal lahir", "tgllahir", "tanggallahir", "lahir", "birth date",
         "birthdate", "date of birth", "dob"}
    ),
    "sex": frozenset(
        {"jk", "l p", "lp", "jenis kelamin", "jns kelamin", "kelamin", "sex", "gender"}
    ),
    "nik": frozenset(
        {"nik", "no nik", "nomor nik", "no ktp", "ktp", "nomor ktp", "nomor induk kependudukan"}
    ),
    "bpjs": frozenset(
        {"bpjs", "no bpjs", "nomor bpjs", "no kartu", "nomor kartu", "no kartu bpjs",
         "nomor kartu bpjs", "no jkn", "jkn", "noka", "no peserta", "bpjs card number"}
    ),
    "record": frozenset(
        {"rm", "no rm", "norm", "nomor rm", "no rekam medis", "nomor rekam medis", "rekam medis",
         "mrn", "medical record number"}
    ),
    "phone": frozenset(
        {"hp", "no hp", "nohp", "nomor hp", "telp", "no telp", "telepon", "no telepon",
         "nomor telepon", "wa", "no wa", "phone", "telephone"}
    ),
    "address": frozenset({"alamat", "alamat lengkap", "alamat rumah", "domisili", "address"}),
}  # fmt: skip


def guess(headings: Sequence[str]) -> dict[str, int]:
    """For each field the number of its column, where a heading tells."""
    written = [search_name(heading) for heading in headings]
    found: dict[str, int] = {}
    for field, spellings in SPELLINGS.items():
        number = next((n for n, heading in enumerate(written) if heading in spellings), None)
        if number is not None:
            found[field] = number
    return found
