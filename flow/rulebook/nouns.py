"""What a finding calls the things that a rulebook names."""

from collections.abc import Mapping

from flow.engine.facts import Kind
from flow.engine.text import Text

KEY = Text("kunci", "key")
FACT = Text("fakta", "fact")
TYPE_OF_FACT = Text("jenis fakta", "type of fact")
CONDITIONAL = Text("fakta dengan only_if", "fact with only_if")
HOURS = Text("jam buka", "hours")
CLUSTER = Text("klaster", "cluster")
STATION = Text("pos", "station")
DISCIPLINE = Text("cara memanggil", "discipline")
HIT_POLICY = Text("cara memilih aturan", "hit policy")
KIND_OF_HOUSE = Text("jenis fasilitas", "kind of house")
REENTRY = Text("tempat kembali", "place to come back to")
LANGUAGE = Text("bahasa", "language")
WORD_FOR_ZERO = Text("kata untuk 0", "word for 0")
PRIORITY_CLASS = Text("kelas", "class")
SERIES = Text("seri", "series")
LETTERS = Text("huruf", "letters")
BAND = Text("kelompok", "band")
FLAG = Text("tanda", "flag")
ORDER = Text("permintaan", "order")

KINDS: Mapping[Kind, Text] = {
    Kind.FLAG: Text("ya/tidak", "flag"),
    Kind.CHOICE: Text("pilihan", "choice"),
    Kind.NUMBER: Text("angka", "number"),
    Kind.DATE: Text("tanggal", "date"),
    Kind.TIME: Text("waktu", "time"),
}
