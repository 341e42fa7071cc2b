"""Signing up, in and out: tokens, cookies, and who may use which."""

from __future__ import annotations

from httpx import ASGITransport, AsyncClient

from likewise.settings import Settings
from likewise.web.app import create_app
from tests.api.conftest import ADDRESS
from tests.support.api_client import ApiClient

ADA = {
    "email": "ada@likewise.example",
    "password": "a rather long sentence",
    "handle": "ada",
    "displayName": "Ada",
}
SESSION = "token expiresAt person { id handle displayName }"
ME = "{ me { handle } }"


async def test_signing_up_signs_in(api: ApiClient) -> None:
    payload = await api.do("signUp", ADA, SESSION)
    assert payload["errors"] == []
    assert payload["person"]["displayName"] == "Ada"
    assert payload["expiresAt"].endswith("+00:00")
    api.http.cookies.clear()
    assert await api.ask(ME, token=payload["token"]) == {"me": {"handle": "ada"}}


async def test_what_is_taken_or_malformed_is_refused_and_leaves_nobody(api: ApiClient) -> None:
    await api.do("signUp", ADA)
    other = {**ADA, "email": "other@likewise.example", "handle": "other"}
    for change, code, field in (
        ({"email": "ADA@likewise.example"}, "EMAIL_TAKEN", "email"),
        ({"handle": "ada"}, "HANDLE_TAKEN", "handle"),
        ({"handle": "Not A Handle"}, "INVALID_INPUT", "handle"),
        ({"email": "nowhere"}, "INVALID_INPUT", "email"),
        ({"password": "short"}, "INVALID_INPUT", "password"),
        ({"displayName": " "}, "INVALID_INPUT", "displayName"),
    ):
        payload = await api.do("signUp", {**other, **change}, SESSION)
        assert [(each["code"], each["field"]) for each in payload["errors"]] == [(code, field)]
        assert (payload["token"], payload["person"]) == (None, None)
    assert (await api.ask("{ economy { people } }"))["economy"]["people"] == 1


async def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(api: ApiClient) -> None:
    await api.do("signUp", ADA)
    wrong = await api.do("signIn", {"email": ADA["email"], "password": "wrong"}, SESSION)
    unknown = await api.do("signIn", {"email": "who@likewise.example", "password": "x"}, SESSION)
    assert wrong == unknown
    assert wrong["errors"][0]["code"] == "WRONG_CREDENTIALS"


async def test_the_cookie_is_for_the_browser_alone_and_signing_out_clears_it(
    api: ApiClient,
) -> None:
    await api.do("signUp", ADA)
    api.http.cookies.clear()
    body = 'mutation { signIn(input: {email: "%s", password: "%s"}) { token } }'
    answer = await api.post(body % (ADA["email"], ADA["password"]))
    cookie = answer.headers["set-cookie"]
    token = answer.json()["data"]["signIn"]["token"]
    assert cookie.startswith(f"likewise_session={token}; ")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert await api.ask(ME) == {"me": {"handle": "ada"}}
    answer = await api.post("mutation { signOut(input: {}) { errors { code } } }")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await api.error(ME))["extensions"]["code"] == "NOT_SIGNED_IN"
    assert (await api.error(ME, token=token))["extensions"]["code"] == "NOT_SIGNED_IN"


async def test_over_tls_the_cookie_is_bound_to_the_host(
    database_url: str, redis_url: str, channel_prefix: str
) -> None:
    settings = Settings(redis_prefix=channel_prefix, secure_cookies=True)
    app = create_app(settings, database_url=database_url, redis_url=redis_url)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="https://likewise.example") as http,
    ):
        api = ApiClient(http)
        answer = await api.post(
            "mutation Up($input: SignUpInput!) { signUp(input: $input) { token } }", {"input": ADA}
        )
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-likewise_session=")
        assert "Secure" in cookie
        assert "strict-transport-security" in answer.headers
        assert await api.ask(ME) == {"me": {"handle": "ada"}}


async def test_a_bearer_token_wins_over_a_cookie(api: ApiClient) -> None:
    await api.do("signUp", ADA)
    token = await api.token_of("bo")
    assert await api.ask(ME, token=token) == {"me": {"handle": "bo"}}
    error = await api.error(ME, token="nonsense")
    assert error["extensions"]["code"] == "NOT_SIGNED_IN"


async def test_somebody_elses_page_cannot_use_the_cookie(api: ApiClient) -> None:
    await api.do("signUp", ADA)
    publish = {"query": 'mutation { publishPost(input: {body: "hi"}) { post { id } } }'}
    for origin in ("https://evil.example", "null", "http://likewise.example:81"):
        answer = await api.http.post("/graphql", json=publish, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "errors" in answer.json()
    form = await api.http.post(
        "/graphql", content=b"query=x", headers={"Content-Type": "text/plain"}
    )
    assert form.status_code == 415
    assert (await api.ask("{ posts(first: 9) { edges { node { id } } } }"))["posts"]["edges"] == []
    own = await api.http.post("/graphql", json=publish, headers={"Origin": ADDRESS})
    assert own.json()["data"]["publishPost"]["post"] is not None


async def test_a_session_that_ended_is_over_for_the_rest_of_the_document(api: ApiClient) -> None:
    token = await api.token_of("ada")
    document = """mutation { signOut(input: {}) { errors { code } }
        publishPost(input: {body: "too late"}) { post { id } errors { code } } }"""
    found = await api.ask(document, token=token)
    assert found["publishPost"] == {"post": None, "errors": [{"code": "NOT_SIGNED_IN"}]}
