"""The words for what can be wrong with a request, before anybody has looked at the floor."""

from collections.abc import Mapping

from flow.engine.text import Text

STATUS: Mapping[int, tuple[Text, Text]] = {
    400: (
        Text("Permintaan tidak terbaca", "Unreadable request"),
        Text("Permintaan ini tidak dapat dibaca.", "This request cannot be read."),
    ),
    401: (
        Text("Belum masuk", "Not signed in"),
        Text("Masuk dulu, lalu ulangi.", "Sign in first, then try again."),
    ),
    403: (
        Text("Tidak berwenang", "Not allowed"),
        Text("Peran Anda tidak mencakup hal ini.", "Your role does not cover this."),
    ),
    404: (
        Text("Tidak ditemukan", "Not found"),
        Text("Alamat ini tidak ada.", "There is nothing at this address."),
    ),
    405: (
        Text("Cara tidak dikenal", "Method not allowed"),
        Text("Alamat ini tidak menerima cara itu.", "This address does not take that method."),
    ),
    409: (
        Text("Tidak dapat dilakukan sekarang", "Not possible now"),
        Text("Keadaan sudah berubah.", "Things have changed."),
    ),
    413: (
        Text("Terlalu besar", "Too large"),
        Text("Isi permintaan melebihi 64 KiB.", "The body is larger than 64 KiB."),
    ),
    415: (
        Text("Jenis isi tidak dikenal", "Unsupported media type"),
        Text("Kirim isi sebagai application/json.", "Send the body as application/json."),
    ),
    422: (
        Text("Ada isian yang salah", "Something is filled in wrongly"),
        Text(
            "Perbaiki isian yang disebut, lalu ulangi.", "Correct the fields named, then try again."
        ),
    ),
    429: (
        Text("Terlalu sering", "Too many attempts"),
        Text("Tunggu satu menit, lalu coba lagi.", "Wait a minute, then try again."),
    ),
    500: (
        Text("Ada kesalahan pada sistem", "Something broke"),
        Text("Coba lagi sebentar lagi.", "Try again in a moment."),
    ),
    503: (
        Text("Belum dapat dilayani", "Not possible for the moment"),
        Text("Coba lagi sebentar lagi.", "Try again in a moment."),
    ),
}


def status(code: int) -> tuple[Text, Text]:
    """Title and sentence for an HTTP status; those of its hundred where it has none of its own."""
    return STATUS.get(code) or STATUS[500 if code >= 500 else 400]


PAGE_EXPIRED = Text(
    "Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu ulangi.",
    "This page has been open for too long. Reload it, then try again.",
)
INCIDENT = Text(
    "Sistem mengalami gangguan dan sudah mencatatnya. Coba lagi; bila berulang, sebutkan nomor {incident} kepada petugas sistem.",
    "The system failed and has made a note of it. Try again; if it goes on, tell the administrator the number {incident}.",
)
BAD_JSON = Text(
    "Isi permintaan bukan JSON yang sah: {reason}.", "The body is not valid JSON: {reason}."
)
BAD_DAY = Text("Tulis harinya sebagai YYYY-MM-DD.", "Write the day as YYYY-MM-DD.")
BAD_KEY = Text(
    "Kunci perintah terdiri atas 1 sampai 200 karakter ASCII yang terlihat, tanpa spasi.",
    "A command key has 1 to 200 visible ASCII characters, without spaces.",
)
BAD_TOKEN = Text(
    "Token ini tidak dikenal atau sudah dicabut.", "This token is unknown or was revoked."
)
NOT_YOURS = Text(
    "Peran {role} tidak mencakup hal ini. Bila ini tugas Anda, mintalah admin mengubah peran Anda.",
    "The role {role} does not cover this. If it is your work, ask an admin to change your role.",
)
WRONG_SIGN_IN = Text("Nama atau kata sandi salah.", "The name or the password is wrong.")

_FLAWS: Mapping[str, Text] = {
    "missing": Text("Wajib diisi.", "This is required."),
    "extra_forbidden": Text(
        "Isian ini tidak dikenal. Hapus.", "This field is not known. Remove it."
    ),
    "string_type": Text("Harus berupa teks.", "Must be text."),
    "string_too_short": Text(
        "Paling sedikit {min_length} karakter.", "At least {min_length} characters."
    ),
    "string_too_long": Text(
        "Paling banyak {max_length} karakter.", "At most {max_length} characters."
    ),
    "bool_type": Text("Harus true atau false.", "Must be true or false."),
    "dict_type": Text("Harus berupa objek JSON.", "Must be a JSON object."),
    "model_type": Text("Harus berupa objek JSON.", "Must be a JSON object."),
    "list_type": Text("Harus berupa daftar.", "Must be a list."),
    "tuple_type": Text("Harus berupa daftar.", "Must be a list."),
    "too_long": Text("Paling banyak {max_length}.", "At most {max_length}."),
    "enum": Text("Pilih salah satu: {expected}.", "Choose one of: {expected}."),
    "date_type": Text("Harus tanggal YYYY-MM-DD.", "Must be a date, YYYY-MM-DD."),
    "date_parsing": Text("Harus tanggal YYYY-MM-DD.", "Must be a date, YYYY-MM-DD."),
    "date_from_datetime_parsing": Text("Harus tanggal YYYY-MM-DD.", "Must be a date, YYYY-MM-DD."),
}
_FLAW = Text("Isian ini tidak dapat dipakai.", "This value cannot be used.")


def flaw(kind: str, context: Mapping[str, object]) -> Text:
    """The sentence for one of pydantic's kinds of error."""
    return _FLAWS.get(kind, _FLAW).filled(**context)
