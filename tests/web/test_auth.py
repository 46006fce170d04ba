"""Signing in and out, and what a stranger, a forger and a guesser meet."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from flask_login import current_user, login_user
from limits.storage import storage_from_string

from flow.staff import Role
from tests.web.conftest import PASSWORD, Web, forged, sign_in
from web.app import KIOSK_DAYS
from web.auth import User, guesses_kept_at, session_is_good


def test_siti_signs_in_and_out(web: Web) -> None:
    browser = web.browser("siti")
    assert browser.get("/loket").status_code == 200
    answer = browser.post("/keluar", data={"csrf_token": forged(browser)})
    assert answer.location == "/masuk"
    assert browser.get("/loket").location == "/masuk?next=/loket"


@pytest.mark.parametrize(
    "path", ["/loket", "/loket?kunjungan=v1", "/pos", "/pos/lab", "/admin/orang", "/admin/jejak"]
)
def test_a_shared_pc_says_who_is_signed_in_and_the_next_one_comes_back_here(
    web: Web, path: str
) -> None:
    browser = web.browser("dewi")
    page = browser.get(path).text
    assert 'translate="no" title="dewi">dewi<' in page
    assert "Ganti petugas" in page
    typed = {"csrf_token": forged(browser), "next": path}
    assert f'name="next" value="{path}"' in page
    out = browser.post("/keluar", data=typed)
    assert browser.get("/loket").status_code == 302
    assert sign_in(browser, "siti", url=out.location).location == path


def test_the_kiosk_is_told_how_many_come_before_and_nobody_else_asks(web: Web) -> None:
    web.open(("loket", "1"))
    browser = web.browser("siti")
    first, second = (web.ask("POST", "visits", {"facts": {}}, status=201).json for _ in range(2))
    turns = [browser.get(f"/kios/giliran/{one['id']}").json for one in (first, second)]
    assert turns == [{"ahead": 0}, {"ahead": 1}]
    assert browser.get("/kios/giliran/tidak-ada").status_code == 404
    assert web.app.test_client().get(f"/kios/giliran/{first['id']}").status_code == 302


def test_the_rooms_stand_beside_what_their_letters_mean(still: Web) -> None:
    assert 'id="clusters"' in still.browser("siti").get("/pos").text


@pytest.mark.parametrize("path", ["/kios", "/papan/utama", "/masuk", "/tidak-ada"])
def test_screens_for_patients_say_nobodys_name(web: Web, path: str) -> None:
    page = web.browser("dewi").get(path).text
    assert 'id="change-over"' not in page
    assert ">dewi<" not in page


def test_signing_out_never_leads_elsewhere(web: Web) -> None:
    browser = web.browser("siti")
    typed = {"csrf_token": forged(browser), "next": "//charlie.example/"}
    assert browser.post("/keluar", data=typed).location == "/masuk"


@pytest.mark.parametrize(
    ("name", "password"),
    [("siti", "salah sama sekali"), ("charlie", PASSWORD), ("bambang", PASSWORD), ("", "")],
)
def test_who_is_not_let_in_is_not_told_why(web: Web, name: str, password: str) -> None:
    answer = sign_in(web.app.test_client(), name, password)
    assert answer.status_code == 401
    assert "Nama atau kata sandi salah." in answer.text


@pytest.mark.parametrize("path", ["/", "/loket", "/kios", "/pos", "/pos/lab"])
def test_a_stranger_is_shown_the_way_to_sign_in(still: Web, path: str) -> None:
    answer = still.app.test_client().get(path)
    assert answer.status_code == 302
    assert answer.location == f"/masuk?next={path}"


def test_vina_may_only_look(web: Web) -> None:
    answer = web.browser("vina").get("/loket")
    assert answer.status_code == 403
    assert "Peran pemirsa tidak mencakup hal ini." in answer.text


@pytest.mark.parametrize("path", ["/papan", "/papan/utama", "/masuk", "/healthz"])
def test_what_is_public_is_public(still: Web, path: str) -> None:
    assert still.app.test_client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/loket", "/pos/lab?meja=1", "/"])
def test_signing_in_leads_back(web: Web, path: str) -> None:
    browser = web.app.test_client()
    form = browser.get(path)
    assert sign_in(browser, "siti", url=form.location).location == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://charlie.example/",
        "//charlie.example/",
        "/\\charlie.example",
        "\\\\charlie.example",
        "/\t/charlie.example",
        "javascript:alert(1)",
        "loket",
        "http:loket",
        "/loket\nSet-Cookie: x=1",
        "[",
        "//[",
    ],
)
def test_signing_in_never_leads_elsewhere(web: Web, elsewhere: str) -> None:
    browser = web.app.test_client()
    typed = {"name": "siti", "password": PASSWORD, "csrf_token": forged(browser)}
    answer = browser.post("/masuk", query_string={"next": elsewhere}, data=typed)
    assert answer.status_code == 302
    assert answer.location == "/"


def test_guessing_is_slowed_down_and_signing_in_is_not(web: Web) -> None:
    for _ in range(12):
        assert sign_in(web.app.test_client(), "siti").status_code == 302
    browser = web.app.test_client()
    tried = [sign_in(browser, "dewi", f"tebakan {n}") for n in range(12)]
    assert [answer.status_code for answer in tried] == [401] * 10 + [429] * 2
    assert tried[-1].headers["Retry-After"] == "60"
    assert "Tunggu satu menit" in tried[-1].text
    assert sign_in(browser, "dewi").status_code == 429
    assert sign_in(browser, "siti").status_code == 302


def test_padding_a_name_opens_no_further_tries(web: Web) -> None:
    browser = web.app.test_client()
    padded = [f"{' ' * n * 20}DeWi{' ' * n}" for n in range(12)]
    tried = [sign_in(browser, name, "tebakan").status_code for name in padded]
    assert tried == [401] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("redis", "kept_at"),
    [
        (None, "memory://"),
        ("redis://queue:6379/1", "redis://queue:6379/1"),
        ("rediss://queue", "rediss://queue"),
        ("unix:///run/redis.sock", "redis+unix:///run/redis.sock"),
    ],
)
def test_guesses_are_counted_for_all_processes_together(redis: str | None, kept_at: str) -> None:
    assert guesses_kept_at(redis) == kept_at
    assert storage_from_string(kept_at)


def test_a_new_password_ends_the_sessions_of_the_old_one(web: Web) -> None:
    browser = web.browser("nurul")
    assert browser.get("/pos").status_code == 200
    web.house.staff.accounts.change_password("nurul", "sandi yang lain lagi")
    assert browser.get("/pos").location == "/masuk?next=/pos"


def test_who_has_left_is_out_at_once(web: Web) -> None:
    browser = web.browser("nurul")
    web.house.staff.accounts.disable("nurul")
    assert browser.get("/api/v1/stations").status_code == 401


def test_who_watches_is_looked_up_anew(web: Web) -> None:
    """A request that lasts, as a screen's does, learns that its account has been closed meanwhile."""
    nurul = web.house.staff.accounts.find("nurul")
    with web.app.test_request_context():
        assert not session_is_good()
        login_user(User.of_account(nurul))
        assert session_is_good()
        web.house.staff.accounts.disable("nurul")
        assert current_user.is_authenticated
        assert not session_is_good()


def test_the_session_cookie_stays_out_of_reach(web: Web) -> None:
    answer = sign_in(web.app.test_client(), "siti")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def restarted(web: Web, browser: FlaskClient) -> FlaskClient:
    """The same browser after its computer was switched off: what ends with the browser is gone."""
    kept, again = browser.get_cookie("alur"), web.app.test_client()
    if kept is not None and kept.expires is not None:
        again.set_cookie(kept.key, kept.value, expires=kept.expires)
    return again


def test_a_kiosk_stays_signed_in_when_its_browser_is_restarted(web: Web) -> None:
    web.house.staff.accounts.add("kios-pintu", Role.KIOSK, PASSWORD)
    browser = web.browser("kios-pintu")
    for _morning in range(3):
        browser = restarted(web, browser)
        assert browser.get("/kios").status_code == 200
    until = browser.get_cookie("alur").expires
    assert until - datetime.now(UTC) > timedelta(days=KIOSK_DAYS - 1), "each visit begins anew"
    web.house.staff.accounts.change_password("kios-pintu", "sandi yang lain lagi")
    assert restarted(web, browser).get("/kios").location == "/masuk?next=/kios"


def test_everybody_else_signs_in_again(web: Web) -> None:
    assert restarted(web, web.browser("siti")).get("/loket").status_code == 302


def test_a_kiosk_that_is_signed_out_stays_out(web: Web) -> None:
    web.house.staff.accounts.add("kios-pintu", Role.KIOSK, PASSWORD)
    browser = web.browser("kios-pintu")
    browser.post("/keluar", data={"csrf_token": forged(browser)})
    assert restarted(web, browser).get("/kios").status_code == 302
    assert sign_in(browser, "siti").status_code == 302
    assert browser.get_cookie("alur").expires is None


def test_a_lasting_session_is_a_kiosks_alone(web: Web) -> None:
    web.house.staff.accounts.add("kios-pintu", Role.KIOSK, PASSWORD)
    browser = web.browser("kios-pintu")
    web.house.staff.accounts.change_role("kios-pintu", Role.ADMIN)
    assert browser.get("/admin/orang").status_code == 302


# Forged requests


def test_a_forged_press_does_nothing(web: Web) -> None:
    """Another site can make Siti's browser send a request, but cannot read the page's proof."""
    browser = web.browser("siti")
    answer = browser.post("/api/v1/day/opening", json={})
    assert answer.status_code == 403
    assert answer.json["code"] == "PageExpired"
    assert browser.get("/healthz").json["day"] is None
    proof = {"X-CSRFToken": forged(browser)}
    assert browser.post("/api/v1/day/opening", json={}, headers=proof).status_code == 200


def test_a_forged_sign_in_or_sign_out_does_nothing(web: Web) -> None:
    typed = {"name": "siti", "password": PASSWORD}
    assert web.app.test_client().post("/masuk", data=typed).status_code == 403
    browser = web.browser("siti")
    assert browser.post("/keluar").status_code == 403
    assert browser.get("/loket").status_code == 200


def test_a_token_speaks_alone(web: Web) -> None:
    """A session beside a token counts for nothing: neither its rights nor its weakness."""
    browser = web.browser("dewi")
    revoked = {"Authorization": f"Bearer {web.tokens['revoked']}"}
    assert browser.post("/api/v1/day/opening", json={}, headers=revoked).status_code == 401
    viewer = {"Authorization": f"bearer {web.tokens['viewer']}"}
    assert browser.post("/api/v1/day/opening", json={}, headers=viewer).status_code == 403


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic ZGV3aTp4", "alur_x", "Bearer \xff"])
def test_a_malformed_authorization_is_a_401(still: Web, header: str) -> None:
    answer = still.client.get("/api/v1/stations", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="alur"'


def test_the_journal_tells_people_from_programs(web: Web) -> None:
    web.open()
    browser = web.browser("siti")
    proof = {"X-CSRFToken": forged(browser)}
    browser.post("/api/v1/visits", json={}, headers=proof)
    web.house.staff.tokens.add("siti", Role.REGISTRATION)
    entries = []
    web.house.clinic.subscribe(lambda published: entries.append(published.entry.by))
    browser.post("/api/v1/visits", json={}, headers=proof)
    web.ask("POST", "visits", {}, who="registration")
    assert entries == ["siti", "token:registration"]


# The same for every answer


@pytest.mark.parametrize(
    "path", ["/masuk", "/papan/utama", "/healthz", "/nowhere", "/api/v1/nowhere"]
)
def test_nothing_comes_from_elsewhere(still: Web, path: str) -> None:
    headers = still.client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_script_is_answered_in_the_language_of_its_page(web: Web) -> None:
    browser = web.browser("siti")
    for language, words in (("en", "There is no visit"), ("id", "tidak ada dalam catatan")):
        answer = browser.get("/api/v1/visits/x", headers={"Accept-Language": language})
        assert words in answer.json["detail"]


def test_a_page_speaks_the_language_that_was_chosen(web: Web) -> None:
    browser = web.app.test_client()
    english = {"Accept-Language": "en-GB"}
    assert 'lang="id"' in browser.get("/masuk").text
    assert 'lang="en"' in browser.get("/masuk", headers=english).text
    assert 'lang="id"' in browser.get("/masuk?lang=id", headers=english).text
    assert 'lang="id"' in browser.get("/masuk", headers=english).text
    assert 'lang="id"' in browser.get("/masuk?lang=xx").text


def test_a_missing_page_says_so_in_words(web: Web) -> None:
    answer = web.client.get("/tidak-ada")
    assert answer.status_code == 404
    assert "Alamat ini tidak ada." in answer.text


def test_what_breaks_gets_a_number_and_no_traceback(web: Web, monkeypatch, caplog) -> None:
    monkeypatch.setattr(web.house.patients, "find", lambda query: 1 / 0)
    headers = {"Authorization": f"Bearer {web.tokens['admin']}"}
    answer = web.client.get("/api/v1/patients?q=Ratna", headers=headers)
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    incident = answer.json["instance"].removeprefix("urn:alur:incident:")
    assert incident in answer.json["detail"]
    assert "ZeroDivisionError" not in answer.text
    assert incident in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Ratna" not in caplog.text
