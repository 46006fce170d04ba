"""What is wrong with a picture or a video, in a sentence that says what to do"""

from flow.engine.text import Text


class MediaError(Exception):
    """`said` is the sentence in both languages, `field` the input at fault."""

    def __init__(self, field: str, said: Text) -> None:
        self.field = field
        self.said = said
        super().__init__(said.en)


UNKNOWN_KIND = Text(
    "Isi berkas ini bukan gambar atau video yang dapat ditampilkan TV. Pakai JPEG, PNG, WebP, MP4, atau WebM.",
    "The content of this file is no picture or video that a TV can show. Use JPEG, PNG, WebP, MP4 or WebM.",
)
TOO_LARGE = Text(
    "Berkas ini {size} MB. Paling besar {most} MB untuk gambar atau video seperti ini; perkecil dulu.",
    "This file has {size} MB. At most {most} MB for a picture or video like this; make it smaller first.",
)
TOO_MANY = Text(
    "Sudah ada {most} berkas. Hapus yang tidak dipakai lagi.",
    "There are {most} files already. Delete the ones that are no longer used.",
)
NO_FILE = Text("Pilih berkas dulu.", "Choose a file first.")
BAD_DAYS = Text(
    "Tanggal akhir lebih awal daripada tanggal mulai.", "The last day is before the first day."
)
BAD_DAY = Text(
    "Tanggal '{typed}' tidak terbaca. Ketik misalnya 28-03-2026.",
    "The date '{typed}' can't be read. Type for example 28-03-2026.",
)
BAD_SECONDS = Text(
    "Lama tampil {least} sampai {most} detik.", "A picture is shown for {least} to {most} seconds."
)
UNKNOWN = Text(
    "Berkas ini sudah dihapus. Muat ulang halaman.", "This file was deleted. Reload the page."
)
FULL = Text(
    "Berkas tidak dapat disimpan ({reason}). Periksa tempat di folder data.",
    "The file could not be kept ({reason}). Check the space in the data folder.",
)
