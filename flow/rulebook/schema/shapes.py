"""The shapes of which every schema is made: texts, codes, lists, rows; and what stands beside a key as help."""

from collections.abc import Mapping
from typing import Any

from flow.engine.text import Text
from flow.rulebook.reader import CODE
from flow.rulebook.tables import AUTO

Schema = dict[str, Any]
Inner = Schema | bool
"""A schema within a schema; False lets nothing pass."""

Names = tuple[str, ...] | None
"""The names that may stand at a place; None where nobody knows them."""

REF = "#/definitions/"

_NUMBER = r"\d+(\.\d+)?"
_WHOLE = r"\d+(\.0+)?"
_UNIT = r"\s*(d|w|mo|y)"
NUMBERS = rf"^\s*((>=|>|<=|<)\s*{_NUMBER}|(>=?)?\s*{_NUMBER}\s*\.\.\s*(<=?)?\s*{_NUMBER})\s*$"
AGES = (
    rf"^\s*((>=|>|<=|<)\s*{_WHOLE}{_UNIT}|(>=?)?\s*{_WHOLE}"
    rf"({_UNIT}\s*\.\.\s*(<=?)?\s*{_WHOLE}({_UNIT})?|\s*\.\.\s*(<=?)?\s*{_WHOLE}{_UNIT}))\s*$"
)
_CLOCK = r"(([01]?\d|2[0-3])[:.][0-5]\d|24[:.]00)"
SLOT = r"^\s*([01]?\d|2[0-3])[:.][0-5]\d\s*$"
SPAN = rf"^\s*{_CLOCK}\s*[-–]\s*{_CLOCK}\s*$"


HELP: Mapping[str, Text] = {
    "rule": Text("nama aturan, sekali dalam satu tabel", "its name, once in its table"),
    "when": Text("untuk siapa; semuanya harus terpenuhi", "who it is for: all of this must hold"),
    "then": Text("akibatnya", "what follows"),
    "because": Text("alasannya, dibaca petugas dan pasien", "why, as staff and patients read it"),
    "hit": Text(
        "first: yang pertama; unique: tidak boleh dua", "first wins, or never two together"
    ),
    "stops": Text("pos tujuan; [] bila tidak ada", "the stations to visit; [] for none"),
    "cluster": Text("klaster", "the cluster"),
    "final": Text("jalan berakhir di sini", "the way ends here"),
    "if_ordered": Text("hanya bila diminta suatu pos", "only when a room asks for it"),
    "review": Text("kembali dengan hasilnya", "comes back with the results"),
    "last": Text("sesudah semua yang lain", "after all the rest"),
    "automatic": Text("dengan sendirinya bila pelayanan selesai", "by itself when served"),
    "in_room": Text("pos yang meminta boleh mengerjakannya", "the room that asks may do it"),
    "repeat": Text("berapa kali, dengan jeda", "how often, with a pause"),
    "times": Text("berapa kali", "how often"),
    "apart_minutes": Text("jeda dalam menit", "minutes apart"),
    "result_minutes": Text("menit sampai hasil ada", "minutes until the results are there"),
    "at": Text("pos yang boleh meminta", "the rooms that may ask for it"),
    "name": Text("nama untuk petugas", "the name for staff"),
    "public_name": Text("nama di TV dan karcis", "the name on TVs and tickets"),
    "discipline": Text("cara memanggil", "the order of calling"),
    "desks": Text(
        "nama meja-mejanya (atau kursi, tempat tidur): sebanyak itu pasien dilayani sekaligus",
        "the names of its desks (or chairs, beds): so many are served at once",
    ),
    "hours": Text("jam buka", "opening hours"),
    "registers": Text("di sini pasien didaftar", "patients are registered here"),
    "overnight": Text("kunjungan boleh bermalam", "visits may stay overnight"),
    "same_desk": Text(
        "yang kembali dengan hasil menunggu meja yang sama",
        "who comes back with results waits for the same desk",
    ),
    "quota": Text(
        "berapa kunjungan sehari; sesudahnya daftar tunggu",
        "how many visits a day; then there is a waiting list",
    ),
    "absent": Text(
        "yang tadi tidak hadir: keep, end, atau di belakang sekian orang",
        "who was absent: keep, end, or behind so many",
    ),
    "target": Text(
        "berapa lama paling lama menunggu; angka Puskesmas ini sendiri",
        "how long one should wait at most: this Puskesmas' own figure",
    ),
    "wait_minutes": Text("menit menunggu dalam antrean ini", "minutes of waiting in this line"),
    "source": Text(
        "siapa yang menetapkan, atau di mana tertulis", "whose figure, or where it stands"
    ),
    "service_minutes": Text(
        "menit dilayani sampai ditanya", "minutes of service until staff are asked"
    ),
    "hold_minutes": Text(
        "menit ditahan sampai diingatkan", "minutes held until staff are reminded"
    ),
    "voice": Text("bagaimana panggilan diucapkan", "how calls are spoken"),
    "languages": Text("dalam bahasa apa, berurutan", "in which languages, in this order"),
    "zero": Text("0 dibaca nol atau kosong", "what 0 is called in Indonesian"),
    "quiet": Text("jam tanpa suara", "when nothing is spoken"),
    "open": Text("jam buka seluruh rumah", "the hours of the whole house"),
    "call_seconds": Text("berapa detik panggilan menunggu", "how many seconds a call waits"),
    "include": Text("folder yang dipakai bersama", "the folder that is shared"),
    "only_if": Text("hanya masuk akal bila", "makes sense only if"),
    "notices": Text("pesan bagi pasien dengan tanda itu", "what such patients are told"),
    "public_names": Text("kata di karcis bagi pilihan", "words for choices on a slip"),
    "offered_like": Text(
        "pilihan yang ditawarkan seperti fakta itu", "choices that are offered like that fact"
    ),
    "default": Text("nilai bila tidak disebut", "what goes without saying"),
    "range": Text('dari sampai, misalnya "0..42"', 'from and to, such as "0..42"'),
    "rates": Text("seberapa cepat waktu tunggu dihitung", "how fast waiting counts"),
    "ratio": Text("giliran antara kelas", "how classes take turns"),
    "ahead": Text("kelas yang didahulukan", "the classes that come ahead"),
    "calls": Text("berapa kali berturut-turut", "how many of them in a row"),
    "others": Text("lalu berapa yang lain", "then how many others"),
    "review_class": Text("kelas bagi yang kembali", "the class of who comes back"),
    "days_ahead": Text("berapa hari ke depan", "how many days ahead"),
    "grace_minutes": Text("toleransi terlambat, menit", "how late is still on time, in minutes"),
    "booking_class": Text("kelas bagi yang datang tepat janji", "the class of who comes in time"),
    "slots": Text("jam janji per hari", "the times for which people book"),
    "per_slot": Text("paling banyak per jam janji", "at most so many for each slot"),
    "per_day": Text("paling banyak per hari", "at most so many a day"),
    "straight_in": Text(
        "yang terdaftar tanpa lewat loket", "who is on record skips the registration"
    ),
    "series": Text(f"deret nomor; {AUTO}: huruf berikutnya", f"series; {AUTO}: next letters"),
    "emergency": Text("data yang digotong masuk", "the facts of who is carried in"),
    "promise": Text("janji dengan kata-kata", "the promise in words"),
    "always": Text("setiap pasien ini punya rute seperti itu", "all of them have such a route"),
    "never": Text("tidak seorang pun punya rute seperti itu", "none of them has such a route"),
    "first": Text("pos pertama", "the first room"),
    "in_order": Text("bila ada, dalam urutan ini", "those on the route come in this order"),
}


def defined_as(name: str) -> Schema:
    return {"$ref": f"{REF}{name}"}


TEXT: Schema = {"type": "string", "pattern": r"\S"}
CODE_PATTERN = rf"^{CODE.pattern}$"
ANY_CODE = defined_as("code")
WORDS = defined_as("words")
WHEN = defined_as("when")
FACT = defined_as("fact")
CODE_ITSELF: Schema = {
    "anyOf": [
        {"type": "string", "pattern": CODE_PATTERN},
        {"type": "integer", "minimum": 0},
        {"type": "boolean"},
    ]
}
FLAG: Schema = {"type": "boolean"}
SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
WORDS_THEMSELVES: Schema = {
    "anyOf": [
        TEXT,
        {
            "type": "object",
            "properties": {"id": TEXT, "en": TEXT},
            "required": ["id", "en"],
            "additionalProperties": False,
        },
    ]
}


def one_of(names: Names) -> Schema:
    """One of the names; a name that is a number may be written as one."""
    if names is None:
        return ANY_CODE
    numbers = [int(name) for name in names if name.isdigit()]
    return {"enum": [*names, *numbers]}


def listed(item: Inner, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def several(item: Inner, least: int = 0) -> Schema:
    """One of them, or a list in which each stands once."""
    return {"anyOf": [item, {**listed(item, least), "uniqueItems": True}]}


def row(required: Mapping[str, Inner], optional: Mapping[str, Inner] | None = None) -> Schema:
    """A mapping with these keys and no other."""
    properties = {**required, **(optional or {})}
    return {
        "type": "object",
        "properties": {key: _helped(key, one) for key, one in properties.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _helped(key: str, schema: Inner) -> Inner:
    said = HELP.get(key)
    if said is None or isinstance(schema, bool):
        return schema
    return {"description": f"{said.id} / {said.en}", **schema}


def is_not(word: str) -> Schema:
    return {"not": {"const": word}}


OF_CHOICES = ("choices", "public_names", "offered_like")
"""What only a choice has."""


def without(key: str) -> Schema:
    return {"not": {"required": [key]}}


def typed(kind: Schema) -> Schema:
    return {"properties": {"type": kind}}


def if_type(kind: str, then: Schema) -> Schema:
    return {"if": {**typed({"const": kind}), "required": ["type"]}, "then": then}


def unless_type(kind: str, then: Schema) -> Schema:
    return {"if": {**typed(is_not(kind)), "required": ["type"]}, "then": then}
