"""What is wrong with a TV, in a sentence that says what to do"""

from flow.engine.text import Text


class DeviceError(Exception):
    """`said` is the sentence in both languages, `field` the input at fault."""

    def __init__(self, field: str, said: Text) -> None:
        self.field = field
        self.said = said
        super().__init__(said.en)


UNKNOWN_CODE = Text(
    "Tidak ada TV yang menampilkan kode {code}. Buka /tv di TV itu dan salin kodenya.",
    "No TV shows the code {code}. Open /tv on that TV and copy its code.",
)
NO_NAME = Text(
    "Beri TV ini nama, misalnya nama ruangnya.", "Give this TV a name, such as that of its room."
)
UNKNOWN_DEVICE = Text(
    "TV ini sudah tidak terdaftar. Muat ulang halaman.",
    "This TV is no longer registered. Reload the page.",
)
