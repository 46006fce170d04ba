"""What is wrong with a patient's data, naming the field and the remedy."""

from typing import TYPE_CHECKING

from flow.engine.text import Text

if TYPE_CHECKING:
    from flow.patients.person import Patient


class PatientError(Exception):
    """`field` is the input at fault, `said` the sentence in both languages."""

    def __init__(self, field: str, said: Text) -> None:
        self.field = field
        self.said = said
        super().__init__(said.en)


class AlreadyKnown(PatientError):
    """`patients` are the ones on record who are, or may be, this person."""

    def __init__(self, field: str, said: Text, patients: "tuple[Patient, ...]") -> None:
        super().__init__(field, said)
        self.patients = patients


BAD_NAME = Text(
    "Nama pasien kosong atau terlalu panjang. Isi 1 sampai {most} karakter, sedikitnya satu huruf.",
    "The name is empty or too long. Give 1 to {most} characters, at least one of them a letter.",
)
BAD_BIRTH_DATE = Text(
    "Tanggal lahir {found} tidak mungkin. Isi tanggal antara {earliest} dan {latest}.",
    "The birth date {found} is impossible. Give one between {earliest} and {latest}.",
)
BAD_DIGITS = Text(
    "{label} terdiri atas {count} angka, bukan {found!r}.",
    "{label} has {count} digits, not {found!r}.",
)
BAD_PHONE = Text(
    "Nomor telepon {found!r} tidak dapat dipakai. Isi 6 sampai 15 angka.",
    "The telephone number {found!r} cannot be used. Give 6 to 15 digits.",
)
TOO_LONG = Text(
    "Isian ini terlalu panjang. Paling banyak {most} karakter.",
    "This is too long. At most {most} characters.",
)
NUMBER_TAKEN = Text(
    "{label} ini sudah tercatat pada pasien lain. Periksa nomornya, atau pakai pasien itu.",
    "This {label} is on record for another patient. Check the number, or use that patient.",
)
SAME_PERSON = Text(
    "Sudah ada pasien dengan nama dan tanggal lahir yang sama. Pakai pasien itu, atau tegaskan bahwa ini orang lain.",
    "There is a patient with the same name and birth date. Use that one, or confirm that this is somebody else.",
)
NIK_BIRTH_DATE = Text(
    "NIK menyebut tanggal lahir lain ({told}). Periksa kembali; data tetap disimpan.",
    "The NIK tells another birth date ({told}). Please check; the data is kept as entered.",
)
NIK_SEX = Text(
    "NIK menyebut jenis kelamin lain. Periksa kembali; data tetap disimpan.",
    "The NIK tells another sex. Please check; the data is kept as entered.",
)
