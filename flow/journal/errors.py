"""Why a day stays where it is, or a file is not brought back: each a sentence that names the place and the remedy"""

from flow.engine.text import Text


class NotArchived(Exception):
    """A file or a day that stays as it is; `said` tells why, and what to do. Nothing was changed."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


# Days

IN_USE = Text(
    "{day} sedang dipakai atau masih akan datang; hanya hari yang sudah lewat dapat diarsipkan.",
    "{day} is in use or to come; only days that are over can be archived.",
)
STILL_INSIDE = Text(
    "{day} tetap di sini: pasien yang di dalam waktu itu belum pulang. Akhiri kunjungannya, lalu ulangi.",
    "{day} stays: somebody who was inside then has not left yet. End that visit, then try again.",
)
WRITTEN_NOW = Text(
    "{day} baru saja berubah. Ulangi.", "{day} has been written just now. Try again."
)
NO_DAYS = Text(
    "Tidak ada hari yang dapat diarsipkan di antara yang dipilih.",
    "None of the chosen days can be archived.",
)

# Files

OTHER_FORMAT = Text(
    "{file} berasal dari versi Alur yang lebih baru. Perbarui Alur, lalu ulangi.",
    "{file} is of another format than {format}; update Alur, then try again.",
)
NO_DAY = Text(
    "{file} rusak, atau bukan arsip hari Alur. Pakai salinan lain berkas ini, yang namanya berakhir .jsonl.gz.",
    "{file} is damaged, or no day of Alur's. Use another copy of it, whose name ends in .jsonl.gz.",
)
WRONG_SUM = Text(
    "{file} rusak: isinya tidak cocok dengan jumlah pemeriksanya. Pakai salinan lain berkas ini.",
    "{file} is damaged: its checksum is wrong. Use another copy of it.",
)
ENTRIES_MISSING = Text(
    "{file} rusak: sebagian catatannya hilang. Pakai salinan lain berkas ini.",
    "{file} is damaged: entries are missing. Use another copy of it.",
)
NEWER_EVENTS = Text(
    "{file} berisi peristiwa yang belum dikenal versi ini. Perbarui Alur, lalu ulangi.",
    "{file} holds events that this version does not know; update Alur, then try again.",
)
TOO_LARGE = Text(
    "{file} terlalu besar untuk arsip satu hari: paling banyak {most} MB. Pilih berkas .jsonl.gz dari Alur.",
    "{file} is too large for the archive of one day: at most {most} MB. Choose a .jsonl.gz file of Alur's.",
)
SAYS_OTHER = Text(
    "{file} sudah ada dan isinya lain. Pindahkan berkas itu ke tempat lain, lalu ulangi.",
    "{file} is there already and says something else. Move that file elsewhere, then try again.",
)
OF_OTHER_HOUSE = Text(
    "{file} milik fasilitas {theirs}; di sini {ours}. Bawa kembali di server fasilitas itu.",
    "{file} is of the facility {theirs}; this is {ours}. Bring it back at that facility's server.",
)
LATER = Text(
    "{day} lebih baru daripada hari terakhir di sini, {last}. Periksa apakah ini server yang benar.",
    "{day} is later than the last day here, {last}. Check whether this is the right server.",
)
THERE_ALREADY = Text(
    "{day} sudah ada di jurnal, atau sebagian perintahnya; tidak ada yang perlu dibawa kembali.",
    "{day} is there already, or some of its commands are; nothing has to be brought back.",
)
MISNAMED = Text(
    "{file} berisi hari yang nama berkasnya {name}. Ganti namanya, lalu ulangi.",
    "{file} holds the day whose file is called {name}. Rename it, then try again.",
)
NO_FILE = Text("Pilih berkas dulu.", "Choose a file first.")
UNKNOWN_FILE = Text(
    "Berkas {file} tidak ada di folder arsip. Unggah lagi bila perlu.",
    "There is no file {file} in the archive folder. Upload it again if needed.",
)
ONLY_COPY = Text(
    "{file} adalah satu-satunya salinan {day} di server ini. Unduh dulu, lalu centang bahwa salinannya sudah aman.",
    "{file} is the only copy of {day} on this server. Download it first, then tick that the copy is safe.",
)

# The work

GONE = Text("Pekerjaan arsip ini tidak ada.", "There is no such archive work.")
RUNNING = Text(
    "Arsip sedang dikerjakan. Tunggu sampai selesai, atau batalkan dulu.",
    "The archive is being worked on. Wait until it is done, or cancel it first.",
)
BROKE_OFF = Text(
    "Terhenti ({reason}). Yang sudah pindah tetap aman; jalankan lagi untuk sisanya.",
    "It broke off ({reason}). What has moved is safe; run it again for the rest.",
)
FELL_SILENT = Text(
    "Terhenti karena server berhenti. Tidak ada yang hilang; jalankan lagi untuk sisanya.",
    "It broke off because the server stopped. Nothing is lost; run it again for the rest.",
)
