"""What is wrong with a list or with one of its rows, in a sentence that says what to do"""

from flow.engine.text import Text
from flow.patients.errors import PatientError

__all__ = ["ListError", "PatientError"]


class ListError(Exception):
    """`said` is the sentence in both languages, `field` the input at fault."""

    def __init__(self, field: str, said: Text) -> None:
        self.field = field
        self.said = said
        super().__init__(said.en)


NO_FILE = Text("Pilih berkas dulu.", "Choose a file first.")
TOO_LARGE = Text(
    "Berkas ini terlalu besar: paling banyak {most} MB. Bagi daftarnya menjadi beberapa berkas.",
    "This file is too large: at most {most} MB. Divide the list into several files.",
)
OLD_EXCEL = Text(
    "Ini berkas Excel lama (.xls). Buka di Excel atau LibreOffice, simpan sebagai .xlsx atau CSV, lalu unggah lagi.",
    "This is an old Excel file (.xls). Open it in Excel or LibreOffice, save it as .xlsx or CSV, then upload it again.",
)
UNREADABLE = Text(
    "Berkas ini tidak terbaca sebagai daftar. Pakai .xlsx atau CSV dengan judul kolom di baris pertama.",
    "This file cannot be read as a list. Use .xlsx or CSV with the headings in the first row.",
)
NO_ROWS = Text(
    "Daftar ini tidak berisi baris di bawah judul kolomnya.",
    "This list has no rows below its headings.",
)
TOO_MANY_ROWS = Text(
    "Daftar ini lebih dari {most} baris. Bagi menjadi beberapa berkas.",
    "This list has more than {most} rows. Divide it into several files.",
)
COLUMN_MISSING = Text(
    "Pilih kolom untuk {label}; tanpa itu pasien tidak dapat dicatat.",
    "Choose the column of {label}; without it a patient cannot be put on record.",
)
UNKNOWN = Text(
    "Daftar ini sudah dihapus. Unggah lagi bila perlu.",
    "This list was deleted. Upload it again if needed.",
)
RUNNING = Text(
    "Impor ini sedang berjalan. Tunggu sampai selesai, atau batalkan dulu.",
    "This import is running. Wait until it is done, or cancel it first.",
)
BROKE_OFF = Text(
    "Impor terhenti ({reason}). Jalankan lagi.",
    "The import broke off ({reason}). Run it again.",
)
FELL_SILENT = Text(
    "Impor terhenti karena server berhenti. Jalankan lagi; yang sudah tercatat tidak dicatat dua kali.",
    "The import broke off because the server stopped. Run it again; who is on record is not doubled.",
)
FULL = Text(
    "Berkas tidak dapat disimpan ({reason}). Periksa tempat di folder data.",
    "The file could not be kept ({reason}). Check the space in the data folder.",
)

NO_BIRTH_DATE = Text("Tanggal lahir kosong.", "The birth date is empty.")
UNREAD_DATE = Text(
    "Tanggal lahir {found!r} tidak terbaca. Tulis seperti 17-05-1990.",
    "The birth date {found!r} cannot be read. Write it like 17-05-1990.",
)
NO_SEX = Text("Jenis kelamin kosong.", "The sex is empty.")
UNREAD_SEX = Text(
    "Jenis kelamin {found!r} tidak dikenal. Tulis L atau P.",
    "The sex {found!r} is not known. Write L (male) or P (female).",
)
ROUNDED_NIK = Text(
    "NIK tersimpan sebagai angka, jadi Excel sudah membulatkan digit terakhirnya. Ubah kolom NIK menjadi teks dan isi lagi.",
    "The NIK is stored as a number, so Excel has rounded its last digits. Make the NIK column text and fill it in again.",
)
OTHERS_NUMBER = Text(
    "{label} ini tercatat pada pasien lain (nama atau tanggal lahirnya berbeda).",
    "This {label} is on record for another patient (the name or the birth date differs).",
)
