"""The look of the reports over the API."""

from base64 import b64encode

import pytest

from listmatch.api.schemas.branding import PIXEL
from tests.api.conftest import Api

PATH = "/api/v1/branding"


def test_an_owner_begins_without_a_look_of_their_own(api: Api) -> None:
    assert api.client.get(PATH).json() == {"branding": {"name": None, "colour": None, "logo": None}}


def test_what_is_given_changes_and_the_rest_stays(api: Api) -> None:
    answer = api.client.patch(PATH, json={"name": "Acme Ltd", "logo": PIXEL})
    assert answer.status_code == 200
    assert api.client.patch(PATH, json={"colour": "#0b6e4f"}).status_code == 200
    assert api.client.get(PATH).json() == {"branding": {"name": "Acme Ltd", "colour": "#0b6e4f", "logo": PIXEL}}
    assert api.client.patch(PATH, json={"logo": "", "name": ""}).json() == {
        "branding": {"name": None, "colour": "#0b6e4f", "logo": None}
    }


def test_another_owner_does_not_see_it(api: Api) -> None:
    api.client.patch(PATH, json={"name": "Acme Ltd"})
    assert api.client.get(PATH, headers=api.as_other()).json()["branding"]["name"] is None


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"colour": "red"}, "colour"),
        ({"colour": "#123456\n"}, "colour"),
        ({"logo": "not base64!"}, "logo"),
        ({"logo": b64encode(b"<svg/>").decode()}, "logo"),
        ({"name": "a\x00b"}, "name"),
        ({"name": 7}, "name"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(api: Api, body: dict[str, object], word: str) -> None:
    answer = api.client.patch(PATH, json=body)
    assert answer.status_code == 400
    assert word in answer.json()["error"]
    assert api.client.get(PATH).json()["branding"] == {"name": None, "colour": None, "logo": None}
