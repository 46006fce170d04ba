"""What is wrong with an account or a token, in a sentence that says what to do."""

from flow.engine.text import Text


class StaffError(Exception):
    """`said` is the sentence in both languages, `field` the input at fault (`name`, `password`, `role`)."""

    def __init__(self, field: str, said: Text) -> None:
        self.field = field
        self.said = said
        super().__init__(said.en)


BAD_NAME = Text(
    "Nama {name!r} tidak dapat dipakai. Pakai 1 sampai 40 huruf kecil, angka, titik, garis bawah, atau tanda hubung.",
    "The name {name!r} cannot be used. Use 1 to 40 lower-case letters, digits, dots, underscores or hyphens.",
)
NAME_TAKEN = Text(
    "Nama {name} sudah dipakai. Pilih nama lain.",
    "The name {name} is taken. Choose another one.",
)
UNKNOWN_NAME = Text(
    "Tidak ada {name}. Periksa penulisannya.",
    "There is no {name}. Check the spelling.",
)
SHORT_PASSWORD = Text(
    "Kata sandi terlalu pendek. Pakai paling sedikit {least} karakter.",
    "The password is too short. Use at least {least} characters.",
)
LAST_ADMIN = Text(
    "{name} adalah admin terakhir. Jadikan orang lain admin dulu, lalu ulangi.",
    "{name} is the last admin. Make somebody else an admin first, then try again.",
)
