"""What two lists of titles are compared by beside their titles; profiles of files are written by hand."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import FileProfile
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.proposal.suggest import suggest_profile
from tests.unit.matching.proposal.test_suggest import column, listing


def titles(*, pages: int = 50, detail: str = "", country: str = "") -> FileProfile:
    """A list of 50 titles and as many web pages, *pages* of them different."""
    more = [column(name, ColumnType.TEXT) for name in (detail, country) if name]
    named = {field: name for field, name in (("detail", detail), ("country", country)) if name}
    site = column("site", ColumnType.URL, distinct=pages)
    return listing(column("summary", ColumnType.TEXT), site, *more, domain="site", title="summary", **named)


def test_the_web_pages_of_titles_are_details() -> None:
    profile = suggest_profile(titles(), titles())
    assert profile.type is ProfileType.PRODUCT
    assert profile.source_fields == profile.master_fields == {Field.TITLE: ("summary",), Field.DETAIL: ("site",)}


def test_they_stand_beside_other_details_where_both_lists_have_some() -> None:
    profile = suggest_profile(titles(detail="author"), titles(detail="authors"))
    assert profile.source_fields[Field.DETAIL] == ("author", "site")
    assert profile.master_fields[Field.DETAIL] == ("authors", "site")
    profile = suggest_profile(titles(detail="author"), titles())
    assert profile.source_fields[Field.DETAIL] == profile.master_fields[Field.DETAIL] == ("site",)


@pytest.mark.parametrize(("mine", "theirs"), [(24, 50), (50, 24)])
def test_pages_that_many_rows_have_are_none_of_theirs(mine: int, theirs: int) -> None:
    profile = suggest_profile(titles(pages=mine), titles(pages=theirs))
    assert set(profile.source_fields) == set(profile.master_fields) == {Field.TITLE}


def test_the_countries_of_titles_are_compared_where_both_lists_have_them() -> None:
    both = suggest_profile(titles(country="country"), titles(country="land"))
    assert both.master_fields[Field.COUNTRY] == ("land",)
    assert Field.COUNTRY not in suggest_profile(titles(country="country"), titles()).source_fields


def test_texts_that_only_share_the_name_of_a_column_are_compared_by_pages_and_countries_too() -> None:
    texts = [column("abstract", ColumnType.TEXT), column("site", ColumnType.URL), column("land", ColumnType.COUNTRY)]
    keeper = column("maintainer", ColumnType.FULL_NAME)
    lists = [listing(*texts, *more, domain="site", country="land") for more in ((keeper,), ())]
    profile = suggest_profile(*lists)
    assert profile.type is ProfileType.PRODUCT
    assert profile.source_fields == profile.master_fields
    assert profile.source_fields[Field.TITLE] == ("abstract",)
    assert profile.source_fields[Field.DETAIL] == ("site",)
    assert profile.source_fields[Field.COUNTRY] == ("land",)
