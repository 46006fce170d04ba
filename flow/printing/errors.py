"""Why nothing came out of a printer: one class per reason, each a sentence that says what to do about it."""

from typing import ClassVar

from flow.engine.text import Text


class PrinterError(Exception):
    """The base. `said` holds the sentence in both languages."""

    sentence: ClassVar[Text]

    def __init__(self, **facts: object) -> None:
        self.said = self.sentence.filled(**facts)
        super().__init__(self.said.en)

    @property
    def code(self) -> str:
        return type(self).__name__


class NoPrinter(PrinterError):
    sentence = Text(
        "Tidak ada printer {printer}. Sebutkan di ALUR_PRINTER, atau cetak lewat peramban.",
        "There is no printer {printer}. Name it in ALUR_PRINTER, or print by the browser.",
    )


class PaperOut(PrinterError):
    sentence = Text(
        "Kertas printer {printer} habis. Isi kertas, tutup penutupnya, lalu cetak lagi.",
        "The printer {printer} is out of paper. Put in a roll, close the cover, then print again.",
    )


class CoverOpen(PrinterError):
    sentence = Text(
        "Penutup printer {printer} terbuka. Tutup sampai berbunyi klik, lalu cetak lagi.",
        "The cover of the printer {printer} is open. Close it until it clicks, then print again.",
    )


class PrinterOff(PrinterError):
    sentence = Text(
        "Printer {printer} tidak menjawab ({reason}). Periksa listrik dan kabelnya, lalu cetak lagi.",
        "The printer {printer} does not answer ({reason}). Check its power and its cable, then print again.",
    )


class PrinterStopped(PrinterError):
    sentence = Text(
        "Printer {printer} berhenti di tengah karcis ({reason}). Periksa kertas dan listriknya, lalu cetak lagi.",
        "The printer {printer} stopped in the middle of a slip ({reason}). Check its paper and its power, then print again.",
    )


class PrinterBusy(PrinterError):
    sentence = Text(
        "Printer {printer} masih mencetak {waiting} karcis lain. Tunggu sebentar, lalu cetak lagi.",
        "The printer {printer} is still printing {waiting} other slips. Wait a moment, then print again.",
    )


class UsbMissing(PrinterError):
    sentence = Text(
        "Printer {printer} memerlukan pustaka USB: pip install 'alur[usb]', dan di Debian apt install libusb-1.0-0; "
        "atau pakai file:/dev/usb/lp0.",
        "The printer {printer} needs the USB library: pip install 'alur[usb]', and on Debian apt install libusb-1.0-0; "
        "or use file:/dev/usb/lp0.",
    )
