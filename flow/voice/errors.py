"""Why there is no voice, in a sentence that says what to do."""

from typing import ClassVar

from flow.engine.text import Text


class NoVoice(Exception):
    """The server cannot say this. `said` names the reason and the remedy."""

    sentence: ClassVar[Text]

    def __init__(self, **facts: object) -> None:
        self.said = self.sentence.filled(**facts)
        super().__init__(self.said.en)


class NotInstalled(NoVoice):
    sentence = Text(
        "Suara server belum dipasang dan rekaman belum lengkap. Jalankan: pip install espeakng-loader, "
        "atau lengkapi rekaman (alur voice check).",
        "The server's voice is not installed and the recordings are not complete. Run: pip install espeakng-loader, "
        "or complete the recordings (alur voice check).",
    )


class NotSpoken(NoVoice):
    sentence = Text(
        "Suara server gagal: {reason}. Periksa dengan: alur voice check.",
        "The server's voice failed: {reason}. Look into it by: alur voice check.",
    )


class UnusableRecording(NoVoice):
    sentence = Text(
        "Rekaman {path} tidak dapat dipakai: {reason}. Simpan sebagai WAV PCM 16 bit.",
        "The recording {path} cannot be used: {reason}. Save it as 16-bit PCM WAV.",
    )
