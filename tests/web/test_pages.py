"""The pages: who may open them, what stands in them, what never does, and that every word has its English."""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import web as web_package
from flow.patients import Patient, Sex
from tests.web.conftest import Web
from web.look import DARK_WHEN
from web.words import LANGUAGES, OF_PATIENTS

ROOT = Path(web_package.__file__).parent
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SCRIPTS = {
    "board": "board.html",
    "building": "building.html",
    "console": "console.html",
    "desk": "desk.html",
    "kiosk": "kiosk.html",
    "ticket": "ticket.html",
}
PUBLIC = ["/masuk", "/papan", "/papan/utama", "/tv"]
ADMIN = [
    "/admin/hari",
    "/admin/pos",
    "/admin/orang",
    "/admin/program",
    "/admin/jejak",
    "/admin/perangkat",
]
SIGNED_IN = [
    *ADMIN,
    *("/", "/gaya", "/lantai", "/loket", "/kios", "/pos", "/pos/k2-ibu", "/pos/loket"),
]


class Markup(HTMLParser):
    """What a page is made of: its tags with their attributes, and its scripts' JSON by id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, str] = {}
        self._open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = dict(attrs).get("id") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.data[self._open] = data

    @property
    def ids(self) -> set[str]:
        return {attrs["id"] for _, attrs in self.tags if attrs.get("id")}


def page(browser: FlaskClient, path: str, status: int = 200) -> Markup:
    answer = browser.get(path)
    assert answer.status_code == status, answer.text
    return Markup(answer.text)


def enrol(web: Web) -> Patient:
    known = Patient(
        id="",
        name="Sukma Pertiwi",
        birth_date=web.clock.at.date().replace(year=1999),
        sex=Sex.FEMALE,
        nik="3204124203990002",
        bpjs=None,
        record=None,
        phone=None,
        address=None,
    )
    return web.house.patients.add(known).patient


def a_visit(web: Web, **body: object) -> str:
    """The id of a visit that has just begun."""
    answer = web.ask("POST", "visits", body, status=201)
    return str(answer.json["id"])


# Who may open what


@pytest.mark.parametrize("path", PUBLIC)
def test_a_stranger_may_open_public_pages(still: Web, path: str) -> None:
    page(still.app.test_client(), path)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_dewi_may_open_everything(still: Web, path: str) -> None:
    page(still.browser("dewi"), path)


def test_siti_works_at_the_counter_and_nowhere_else(web: Web) -> None:
    browser = web.browser("siti")
    page(browser, "/pos/loket")
    page(browser, "/pos/k2-ibu", status=403)
    links = [
        attrs["data-station"] for _, attrs in page(browser, "/pos").tags if "data-station" in attrs
    ]
    assert links == ["loket"]


def test_nurul_serves_and_does_not_register(web: Web) -> None:
    page(web.browser("nurul"), "/pos/k2-ibu")
    page(web.browser("nurul"), "/loket", status=403)


@pytest.mark.parametrize(
    ("name", "doors"),
    [("vina", ["/lantai", "/papan"]), ("nurul", ["/pos", "/lantai", "/papan", "/aturan"])],
)
def test_home_shows_the_doors_that_are_open(still: Web, name: str, doors: list[str]) -> None:
    tags = page(still.browser(name), "/").tags
    assert [a["href"] for _, a in tags if "door" in (a.get("class") or "").split()] == doors


@pytest.mark.parametrize("name", ["dewi", "siti", "nurul", "vina"])
def test_enter_opens_the_first_door(web: Web, name: str) -> None:
    tags = page(web.browser(name), "/").tags
    doors = [a for _, a in tags if "door" in (a.get("class") or "").split()]
    assert [a for _, a in tags if "autofocus" in a] == doors[:1]


def test_the_letters_of_the_clusters_are_explained(web: Web) -> None:
    """Once where staff come in, and on each mark; those that have no room are left out."""
    browser = web.browser("nurul")
    home = browser.get("/").text.split('id="clusters"')[1].split("</dl>")[0]
    assert re.findall(r">(\w+)</dt><dd>([^<]+)<", home) == [
        ("K2", "Ibu dan anak"),
        ("K3", "Dewasa dan lansia"),
        ("K4", "Penanggulangan penyakit menular"),
        ("LK", "Lintas klaster"),
    ]
    marks = [a.get("title") for tag, a in page(browser, "/pos").tags if tag == "abbr"]
    assert len(marks) > 5
    assert set(marks) <= {
        "Ibu dan anak",
        "Dewasa dan lansia",
        "Penanggulangan penyakit menular",
        "Lintas klaster",
    }
    assert (
        json.loads(page(browser, "/lantai").data["page"])["clusters"]["K3"] == "Dewasa dan lansia"
    )


@pytest.mark.parametrize("path", ["/papan/tidak-ada", "/pos/tidak-ada"])
def test_what_does_not_exist_is_said_with_what_does(web: Web, path: str) -> None:
    answer = web.browser("dewi").get(path)
    assert answer.status_code == 404
    assert "Pilih salah satu:" in answer.text


# What a page is made of


@pytest.mark.parametrize("path", PUBLIC + SIGNED_IN)
def test_nothing_is_inline_and_nothing_from_elsewhere(still: Web, path: str) -> None:
    for tag, attrs in page(still.browser("dewi"), path).tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        assert tag != "style"
        assert tag != "script" or "src" in attrs or attrs["type"] == "application/json"
        for name in ("src", "href"):
            assert not (attrs.get(name) or "/").startswith(("http", "//")), attrs


@pytest.mark.parametrize(("script", "template"), SCRIPTS.items())
def test_every_element_that_a_script_needs_is_in_its_page(script: str, template: str) -> None:
    own = (ROOT / "client" / "parts" / script).glob("*.ts")
    sources = [ROOT / "client" / "pages" / f"{script}.ts", *own]
    source = "\n".join(path.read_text() for path in sources)
    there = (ROOT / "templates" / template).read_text()
    made = set(re.findall(r'id: "([\w-]+)"', source))
    for wanted in set(re.findall(r'\bthe(?:<\w+>)?\("([\w-]+)"\)', source)) - made:
        assert f'id="{wanted}"' in there, wanted


def test_the_console_offers_each_order_of_the_rules_once(web: Web) -> None:
    brought = json.loads(page(web.browser("nurul"), "/pos/k2-ibu").data["page"])
    rows = web.house.clinic.rulebook.tables.orders
    expected = list(dict.fromkeys(row.order for row in rows if "k2-ibu" in row.at))
    assert [offer["order"] for offer in brought["orders"]] == expected
    described = "dirujuk ke rumah sakit atau spesialis"
    referred = {"value": "rujuk", "label": "dirujuk", "described": described, "at_once": False}
    assert referred in brought["outcomes"]


def test_the_desk_asks_what_the_vocabulary_knows(web: Web) -> None:
    brought = json.loads(page(web.browser("siti"), "/loket").data["page"])
    facts = web.house.clinic.rulebook.vocabulary.facts
    assert [question["name"] for question in brought["questions"]] == list(facts)
    pregnant = next(q for q in brought["questions"] if q["name"] == "pregnant")
    assert pregnant["only_if"] == {"sex": ["female"]}
    (service,) = (q for q in brought["questions"] if q["name"] == "service")
    conditions = {choice["value"]: choice["only_if"] for choice in service["choices"]}
    assert conditions["anc"] == pregnant["only_if"], "offered like that fact, wherever it is asked"
    assert conditions["umum"] == {}


def test_the_kiosk_has_a_button_for_each_choice(web: Web) -> None:
    tags = page(web.browser("siti"), "/kios").tags
    choices = [attrs["data-choice"] for _, attrs in tags if "data-choice" in attrs]
    assert choices == [choice.code for choice in web.house.clinic.rulebook.kiosk]


# The ticket's page


def test_a_ticket_has_a_page_and_a_code(web: Web) -> None:
    web.open()
    visit = a_visit(web, facts={"service": "gigi"})
    stranger = web.app.test_client()
    assert ">E-001<" in stranger.get(f"/tiket/{visit}").text
    code = stranger.get(f"/tiket/{visit}/qr.svg")
    assert code.mimetype == "image/svg+xml"
    assert code.data.startswith(b"<?xml")


def test_nobody_learns_of_a_death_from_a_phone(web: Web) -> None:
    web.open()
    visit = a_visit(web, facts={})
    told = json.loads(page(web.app.test_client(), f"/tiket/{visit}").data["page"])["outcomes"]
    assert told["pulang"] == "pulang"
    assert "meninggal" not in told


@pytest.mark.parametrize("visit", ["tebakan", "x" * 3000])
@pytest.mark.parametrize("path", ["/tiket/{}", "/tiket/{}/qr.svg"])
def test_an_unknown_ticket_is_told_kindly(web: Web, path: str, visit: str) -> None:
    web.open()
    answer = web.app.test_client().get(path.format(visit))
    assert answer.status_code == 404
    assert "Nomor ini tidak berlaku lagi" in answer.text


def test_no_page_for_the_public_knows_a_name(web: Web) -> None:
    web.open(("loket", "1"))
    known = enrol(web)
    visit = a_visit(web, patient=known.id, station="loket")
    stranger = web.app.test_client()
    for path in ("/papan", "/papan/utama", f"/tiket/{visit}"):
        text = stranger.get(path).text
        assert known.name not in text
        assert known.nik not in text


# Words


def test_a_page_speaks_the_language_that_is_asked_for(web: Web) -> None:
    browser = web.app.test_client()
    assert ("html", "en") in [
        (tag, a.get("lang")) for tag, a in page(browser, "/masuk?lang=en").tags
    ]
    assert "Sign in" in browser.get("/masuk").text, "a link's choice is kept"
    assert "Kata sandi" in browser.get("/masuk?lang=id").text


def extracted() -> set[str]:
    with (ROOT / "translations" / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(ROOT), methods, options)
    return {words for _, _, words, _, _ in found if isinstance(words, str)}


@pytest.mark.parametrize(
    ("asked", "media"),
    [("terang", []), ("gelap", ["screen"]), ("otomatis", [DARK_WHEN["otomatis"]])],
)
def test_light_and_dark_are_chosen_by_a_link_and_kept(
    web: Web, asked: str, media: list[str]
) -> None:
    browser = web.browser("dewi")
    for path in (f"/?tema={asked}", "/pos", "/pos?tema=ungu"):
        links = [attrs for tag, attrs in page(browser, path).tags if tag == "link"]
        assert [one["media"] for one in links if "dark" in str(one["href"])] == media


def test_screens_for_a_room_are_never_dark(web: Web) -> None:
    browser = web.browser("dewi")
    for path in ("/papan/utama?tema=gelap", "/kios"):
        assert "dark.css" not in browser.get(path).text


def test_every_word_has_its_english() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = {message.id: message for message in read_po(file) if message.id}
    assert extracted() - set(catalogue) == set(), "say these in messages.po"
    assert set(catalogue) - extracted() == set(), "nobody says these any more"
    for words, message in catalogue.items():
        assert message.string, words
        assert not message.fuzzy, words
        assert placeholders(words) == placeholders(message.string), words


@pytest.mark.parametrize("code", sorted(set(OF_PATIENTS) - set(LANGUAGES)))
def test_every_word_for_patients_is_said_in_their_languages(code: str) -> None:
    with (ROOT / "translations" / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file) if message.id}
    assert set(catalogue) == said_to_patients()
    for words, said in catalogue.items():
        assert said != words or len(words) < 5, words
        assert placeholders(words) == placeholders(said), words


def said_to_patients() -> set[str]:
    """The words of the ticket's page, of what it is made of, and of the page for a number that is gone."""
    scripts = ("pages/ticket", "parts/status", "parts/bell", "parts/watch")
    texts = [(ROOT / "client" / f"{name}.ts").read_text() for name in scripts]
    pages = ("ticket", "ticket_gone")
    texts += [(ROOT / "templates" / f"{name}.html").read_text() for name in pages]
    return {words for text in texts for words in re.findall(r"""\b_\(["']([^"']+)["']""", text)}


def test_the_phone_speaks_to_patients_and_other_pages_do_not(web: Web) -> None:
    web.open()
    phone, visit = web.app.test_client(), a_visit(web)
    assert "Nomer panjenengan" in phone.get(f"/tiket/{visit}?lang=jv").text
    assert ("html", "id") in [(tag, a.get("lang")) for tag, a in page(phone, "/papan").tags]
    assert "Nomer Anjeun" in phone.get(f"/tiket/{visit}?lang=su").text


def test_a_phone_can_keep_the_ticket_among_its_apps(web: Web) -> None:
    web.open()
    phone, visit = web.app.test_client(), a_visit(web)
    kept = phone.get(f"/tiket/{visit}/manifest.webmanifest")
    assert kept.mimetype == "application/manifest+json"
    assert kept.get_json(force=True)["start_url"] == f"/tiket/{visit}"
    assert phone.get("/tiket/tidak-ada/manifest.webmanifest").status_code == 404
    with phone.get("/tiket/worker.js") as worker:
        assert worker.mimetype == "text/javascript"


def test_scripts_go_out_compressed_where_that_is_understood(web: Web) -> None:
    browser = web.app.test_client()
    path, asked = "/static/built/ticket.js", {"Accept-Encoding": "gzip"}
    with browser.get(path, headers=asked) as packed, browser.get(path) as plain:
        assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/javascript")
        assert gzip.decompress(packed.data) == plain.data
        assert "Content-Encoding" not in plain.headers
        assert all("Accept-Encoding" in one.headers["Vary"] for one in (packed, plain))


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"\{\w+\}|%\(\w+\)s", words))


def test_every_word_of_the_scripts_is_found() -> None:
    said = {
        words
        for part in ("pages", "parts")
        for path in (ROOT / "client" / part).rglob("*.ts")
        for words in re.findall(r'(?<![\w.])_\(\s*"([^"]+)"', path.read_text())
    }
    assert said - extracted() == set()
