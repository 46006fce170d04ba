"""Why a folder can't be used just now: what the system says, in words that name the place and the remedy"""

import errno
import os
from pathlib import Path

from flow.engine.text import Text

SAID = Text("Folder {folder}: {reason}", "The folder {folder}: {reason}")
NO_ROOM = Text(
    "disk penuh. Hapus berkas yang tidak perlu di komputer server, lalu ulangi; tidak ada yang hilang.",
    "the disk is full. Remove files that are not needed from the server, then try again; nothing is lost.",
)
NOT_WRITABLE = Text(
    "tidak boleh ditulis. Beri server hak tulis atas folder itu, lalu ulangi; tidak ada yang hilang.",
    "may not be written. Give the server the right to write to it, then try again; nothing is lost.",
)
NOT_USABLE = Text(
    "tidak dapat dipakai ({reason}). Periksa disknya, lalu ulangi; tidak ada yang hilang.",
    "cannot be used ({reason}). Check its disk, then try again; nothing is lost.",
)

OF_SYSTEM = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    errno.EROFS: NOT_WRITABLE,
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
}


def trouble(folder: Path, error: OSError) -> Text:
    """What the system's error means for this folder."""
    said = NOT_USABLE.filled(reason=error.strerror or type(error).__name__)
    return SAID.filled(folder=os.fspath(folder), reason=OF_SYSTEM.get(error.errno or 0, said))
