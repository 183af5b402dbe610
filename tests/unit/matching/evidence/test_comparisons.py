"""Levels of evidence: what two rows are said to agree on, and that Splink would say the same."""

from pathlib import Path

import duckdb
import pytest
from splink import DuckDBAPI, Linker

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.derived import DERIVED
from listmatch.matching.comparison.records import RECORDS
from listmatch.matching.engines.engine import VECTORS, vectors_of
from listmatch.matching.evidence.comparisons import probability_sql, splink_settings, weight_sql
from listmatch.matching.evidence.kinds import EvidenceTables, columns_read
from listmatch.matching.evidence.patterns import unpack
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.tables import STANDARD_COLUMNS
from tests.unit.matching.evidence.company_pairs import COMPANIES
from tests.unit.matching.evidence.compared_pairs import compare, levels_of
from tests.unit.matching.standard_lists import Row

ANN: Row = {"first": "ann", "last": "lee"}
IDA: Row = {"first": "ida", "last": "oyelaran"}


def weighed(connection: duckdb.DuckDBPyConnection, tables: EvidenceTables) -> list[tuple[object, ...]]:
    """Per pair Splink's weight and probability as we work them out, and the levels."""
    found = connection.sql(f"select source_row_id, code from {VECTORS} order by source_row_id").fetchnumpy()
    levels = unpack(found["code"], tables.kinds)
    gammas = [f"gamma_{kind.name}" for kind in tables.kinds]
    lines = ", ".join(str((number, *line)) for number, line in enumerate(levels.tolist()))
    return connection.execute(
        f"""with levels as (from (values {lines}) as given(number, {", ".join(gammas)})),
            weights as (select *, {weight_sql(tables, tables.kinds, prior=PRIOR)} as match_weight from levels)
            select match_weight, {probability_sql("match_weight")}, {", ".join(gammas)} from weights order by number"""
    ).fetchall()


def predicted_by_splink(connection: duckdb.DuckDBPyConnection, tables: EvidenceTables) -> list[tuple[object, ...]]:
    """The same as Splink itself predicts it, for the same pairs, records and comparisons."""
    api = DuckDBAPI(connection)
    settings = splink_settings(tables, tables.kinds, prior=PRIOR)
    linker = Linker(api.register(RECORDS), settings, log_level=None, validate_settings=False)
    connection.execute(
        """create or replace temp view blocked as select '0' as match_key, source_row_id as join_key_l,
            -master_row_id as join_key_r from pairs"""
    ).fetchall()
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    gammas = ", ".join(f"gamma_{kind.name}" for kind in tables.kinds)
    assert connection.sql(f"{vectors_of(predicted, tables.kinds)} order by source_row_id").fetchall() == (
        connection.sql(f"from {VECTORS} order by source_row_id").fetchall()
    )
    return connection.execute(
        f"select match_weight, match_probability, {gammas} from {predicted} order by unique_id_l"
    ).fetchall()


PRIOR = 0.1

PAIRS: list[tuple[Row, Row, dict[str, str]]] = [
    (ANN, ANN, {"name": "same, very common name"}),
    ({**ANN, "first": "liz"}, {**ANN, "first": "elizabeth"}, {"name": "nickname"}),
    ({**ANN, "first": "mike"}, {**ANN, "first": "michal"}, {"name": "nickname"}),  # michael, folded
    ({**ANN, "first": "paco"}, {**ANN, "first": "francisco"}, {"name": "nickname"}),
    ({**ANN, "first": "mary", "middle": "ann"}, {**ANN, "first": "mary-ann"}, {"name": "same"}),
    ({**ANN, "first": "mary", "middle": "ann"}, {**ANN, "first": "maryann"}, {"name": "same"}),
    ({**ANN, "first": "jo", "middle": "n"}, {**ANN, "first": "jon"}, {"name": "first name close or initial"}),
    ({"first": "lee", "last": "ann"}, ANN, {"name": "swapped"}),
    ({"first": "tom", "last": "moraos"}, {"first": "ann", "last": "morales"}, {"name": "last name only"}),
    ({"first": "tom", "last": "holloway faraldo"}, {"first": "ann", "last": "holloway"}, {"name": "last name only"}),
    ({**ANN, "first": "jim", "middle": "and ann"}, ANN, {"name": "one of a couple"}),
    (
        {**ANN, "first": "jim", "middle": "b and ann c"},
        {**ANN, "middle": "d"},
        {"name": "one of a couple"},
    ),
    (
        {"first": "christina", "middle": "and peter", "last": "mccann"},
        {"first": "pete", "last": "mccann"},
        {"name": "one of a couple"},
    ),
    (
        {"first": "nathan", "middle": "and tonya", "last": "butler", "partner_last": "vanderploeg"},
        {"first": "tonya", "last": "vanderploeg"},
        {"name": "one of a couple"},
    ),
    (
        {"first": "nathan", "middle": "and tonya", "last": "butler", "partner_last": "vanderploeg"},
        {"first": "tonya", "last": "butler"},
        {"name": "last name only"},
    ),
    ({**ANN, "middle": "and jim"}, {**ANN, "middle": "c"}, {"name": "same, very common name"}),
    ({**ANN, "first": "a"}, ANN, {"name": "initial, common last name"}),
    ({"first": "q", "last": "quill"}, {"first": "quinn", "last": "quill"}, {"name": "first name close or initial"}),
    (
        {"first": "ivo", "last": "rook", "street": "manor farm", "zip": "AL12AB"},
        {"first": "ivo", "last": "rook", "street": "manor farm mill ln", "zip": "AL12AB"},
        {"name": "same", "address": "similar street"},
    ),
    (
        {"first": "ivo", "last": "rook", "street": "manor farm", "zip": "AL12AB"},
        {"first": "ivo", "last": "rook", "street": "manor farm mill ln", "zip": "AL19XY"},
        {"name": "same", "address": "different"},
    ),
    ({**ANN, "last": "harding", "last_2": "marsh"}, {**ANN, "last": "marsh"}, {"name": "fewer last names"}),
    ({**ANN, "last": "garcia lopez"}, {**ANN, "last": "garcia"}, {"name": "fewer last names"}),
    ({**ANN, "last": "robertson"}, {**ANN, "last": "robertsn"}, {"name": "last name close"}),
    ({**ANN, "last": "robertson"}, {**ANN, "last": "roberts"}, {"name": "first name only"}),
    ({**ANN, "last": "novak", "sex": "m"}, {**ANN, "last": "novakova", "sex": "m"}, {"name": "first name only"}),
    *(
        ({**ANN, "last": his}, {**ANN, "last": hers}, {"name": "other form of the last name"})
        for his, hers in (
            ("novak", "novakova"),
            ("svoboda", "svobodova"),
            ("hajek", "hajkova"),
            ("ivanov", "ivanova"),
            ("kowalski", "kowalska"),
            ("novotny", "novotna"),
            ("tolstoy", "tolstaya"),
            ("papadopoulos", "papadopoulou"),
            ("ioannidis", "ioannidou"),
        )
    ),
    ({"first": "jan", "last": "novak"}, {"first": "eva", "last": "novakova"}, {"name": "last name only"}),
    ({"first": "hans", "middle": "erich", "last": "horn"}, {"first": "horn", "last": "hans erich"}, {"name": "same"}),
    ({**IDA, "city": "augsburg"}, {**IDA, "city": "ausgburg"}, {"town": "same city"}),
    ({**IDA, "city": "bonn"}, {**IDA, "city": "born"}, {"town": "different"}),
    ({**ANN, "last": "l"}, ANN, {"name": "last name an initial"}),
    ({"first": "a", "last": "leigton"}, {"first": "ann", "last": "leighton"}, {"name": "last name close"}),
    ({**ANN, "last": "m"}, ANN, {"name": "first name only"}),
    ({"first": "ann"}, {"first": "bob", "last": "lee"}, {"name": "other first name, last name unknown"}),
    ({**IDA, "country": "TR"}, {**IDA, "country": "IT"}, {"land": "different"}),
    (
        {**IDA, "city": "salem", "country": "US"},
        {**IDA, "city": "salem", "country": "US"},
        {"town": "same city"},
    ),
    (
        {**IDA, "city": "salem", "state": "OR"},
        {**IDA, "city": "salem", "state": "MA"},
        {"town": "different"},
    ),
    ({**IDA, "city": "salem", "state": "OR"}, {**IDA, "city": "salem"}, {"town": "same city"}),
    (
        {**IDA, "email": "info@lee.org", "email_class": "role"},
        {**IDA, "email": "ida@lee.org", "email_class": "personal"},
        {"email": None},
    ),
    (
        {**IDA, "email": "info@lee.org", "email_class": "role"},
        {**IDA, "email": "info@lee.org", "email_class": "role"},
        {"email": "same, shared by several"},
    ),
    (
        {**ANN, "email": "alee@x.org", "email_class": "work"},
        {"first": "bob", "last": "lee", "email": "blee@x.org", "email_class": "work"},
        {"name": "last name only", "email": "different"},
    ),
    (
        {**ANN, "email": "alee@x.org", "email_class": "work"},
        {**ANN, "email": "aleee@x.org", "email_class": "work"},
        {"email": "one edit"},
    ),
    (
        {**ANN, "email": "alee@x.org", "email_class": "work"},
        {"first": "anne", "last": "lee", "email": "anlee@x.org", "email_class": "work"},
        {"email": "one edit"},
    ),
    ({**ANN, "generation": "jr"}, {**ANN, "generation": "sr"}, {"name": "other generation"}),
    ({**ANN, "generation": "jr"}, ANN, {"name": "generation on one side"}),
    (ANN, {"first": "bob", "last": "lee"}, {"name": "last name only"}),
    (ANN, {"first": "ann", "last": "ray"}, {"name": "first name only"}),
    (ANN, {"first": "bob", "last": "ray"}, {"name": "different"}),
    ({"last": "lee"}, ANN, {"name": "last name alone"}),
    ({"last": "cooper simpson"}, {"last": "cooper"}, {"name": "last name alone"}),
    (
        {"last": "lee", "email": "vera.lee7@x.org", "email_class": "free"},
        ANN,
        {"name": "other first name in the email"},
    ),
    (
        {"last": "lee", "email": "adele.lee@x.org", "email_class": "free"},
        ANN,
        {"name": "other first name in the email"},
    ),
    ({"last": "lee", "email": "a.lee@x.org", "email_class": "free"}, ANN, {"name": "last name alone"}),
    ({"last": "lee", "email": "leeanna@x.org", "email_class": "free"}, ANN, {"name": "last name alone"}),
    ({"last": "lee", "email": "vera@x.org", "email_class": "free"}, ANN, {"name": "last name alone"}),
    ({"last": "lee", "email": "vera.lee@x.org", "email_class": "role"}, ANN, {"name": "last name alone"}),
    ({"email": "ann.lee@x.org"}, ANN, {"mailbox": "fits"}),
    ({"email": "alee7@x.org"}, ANN, {"mailbox": "fits"}),
    ({"email": "boss@x.org"}, ANN, {}),
    ({"first": "ann", "email": "a.lee@x.org"}, ANN, {"name": "last name in the email"}),
    ({"first": "ann", "email": "ann.ray7@x.org"}, ANN, {"name": "other last name in the email"}),
    ({"first": "ann", "email": "bob.ray@x.org"}, ANN, {"name": "first name alone"}),
    ({"first": "ida", "email": "iworth@x.org", "email_class": "work"}, IDA, {"name": "other last name in the email"}),
    ({"first": "ida", "email": "iworth@x.org", "email_class": "free"}, IDA, {"name": "first name alone"}),
    (
        {"first": "mike", "email": "michael@x.org", "email_class": "work"},
        {"first": "mike", "last": "lee"},
        {"name": "first name alone"},
    ),
    ({"first": "karen caroline", "last": "walsh"}, {"first": "karen", "last": "wlash"}, {"name": "last name close"}),
    (
        {"first": "dominik tadeusz", "last": "lee"},
        {"first": "domiik", "last": "lee"},
        {"name": "first name close or initial"},
    ),
    ({"email": "ann.lee@x.org"}, {**ANN, "email": "ann.lee@y.com"}, {"email": "name before the @"}),
    ({"email": "alee@x.org"}, {**ANN, "email": "alee@y.com"}, {"email": "name before the @"}),
    ({"email": "skater@x.org"}, {**ANN, "email": "skater@y.com"}, {"email": "same before the @"}),
    ({"email": "alee72@x.org"}, {**ANN, "email": "alee72@y.com"}, {"email": "same before the @"}),
    ({"first": "r", "last": "lee", "sex": "m"}, {"first": "rita", "last": "lee", "sex": "f"}, {"sex": "different"}),
    ({"first": "r", "last": "lee", "sex": "m"}, {"first": "rick", "last": "lee", "sex": "m"}, {"sex": "same"}),
    ({"last": "lee", "sex": "m"}, {**ANN, "sex": "f"}, {"name": "last name alone", "sex": "different"}),
    ({**ANN, "sex": "f"}, {**ANN, "sex": "f"}, {"sex": None}),
    ({**ANN, "sex": "f"}, {**ANN, "sex": "m"}, {"sex": "different"}),
    ({**ANN, "sex": "f"}, {"first": "bob", "last": "lee", "sex": "m"}, {"sex": None}),
    ({"first": "a", "last": "lee", "middle": "and b", "sex": "m"}, {**ANN, "sex": "f"}, {"sex": None}),
    ({"last": "lee", "sex": "both"}, {**ANN, "sex": "f"}, {"name": "unnamed one of a couple", "sex": None}),
    (
        {"first": "bob", "last": "lee", "sex": "both"},
        {**ANN, "sex": "f"},
        {"name": "unnamed one of a couple"},
    ),
    ({"first": "bob", "last": "lee", "sex": "both"}, {"first": "tim", "last": "lee"}, {"name": "last name only"}),
    ({**ANN, "middle": "j"}, {**ANN, "middle": "jane"}, {"middle": "same"}),
    ({**ANN, "middle": "jared"}, {**ANN, "middle": "john"}, {"middle": "different"}),
    ({**ANN, "middle": "catherine"}, {**ANN, "middle": "catharine"}, {"middle": "same"}),
    ({**ANN, "middle": "j"}, {"first": "bob", "last": "ray", "middle": "j"}, {"name": "different"}),
    (
        {**ANN, "first": "thomas", "last": "banks", "generation": "jr"},
        {**ANN, "first": "thomas", "last": "baks", "generation": "sr"},
        {"name": "other generation"},
    ),
    ({**ANN, "middle": "j"}, {**ANN, "middle": "kay"}, {"middle": "different"}),
    ({"email": "a@x.org"}, {"email": "a@x.org"}, {"email": "same"}),
    ({"email": "a@x.org"}, {"email": "b@y.org", "email_2": "a@x.org"}, {"email": "same"}),
    ({"email": "ann.lee@x.org"}, {"email": "ann.lee@y.com"}, {"email": "name before the @"}),
    ({"email": "lee72@x.org"}, {"email": "lee72@y.com"}, {"email": "same before the @"}),
    (
        {"email": "ann.lee@x.org", "email_class": "work"},
        {"email": "ann72@gmail.com", "email_class": "free"},
        {"email": "different, one private"},
    ),
    (
        {"email": "alee1@gmx.net", "email_class": "free"},
        {"email": "ann72@gmail.com", "email_class": "free"},
        {"email": "different, both private"},
    ),
    (
        {"email": "ann.lee@x.org", "email_class": "work"},
        {"email": "lee@acme.com", "email_class": "work"},
        {"email": "different"},
    ),
    ({"email": "ann.lee@x.org"}, {"email": "anm.lee@x.org"}, {"email": "one edit"}),
    (
        {"email": "info@x.org", "email_class": "role"},
        {"email": "info@x.org"},
        {"email": "same, shared by several"},
    ),
    ({"phone": "+15551234567"}, {"phone": "5551234567"}, {"phone": "same"}),
    ({"phone": "5551234567"}, {"phone": "5559999999", "phone_2": "+15551234567"}, {"phone": "same"}),
    ({"phone": "5551234567"}, {"phone": "5551234568"}, {"phone": "one digit off"}),
    ({"company": "acme tools"}, {"company": "acme tools"}, {"org": "same"}),
    ({"company": "acme tools"}, {"domain": "acmetools.com"}, {"org": "same"}),
    ({"company": "acme tools"}, {"domain": "brix.com"}, {}),
    ({"company": "ibm"}, {"company": "international business machines"}, {"org": "similar"}),
    ({"company": "acme"}, {"company": "zorro"}, {"org": "different"}),
    ({"street": "1 main st", "city": "rome"}, {"street": "1 main st", "city": "rome"}, {"address": "same"}),
    (
        {"street": "1 main st", "city": "rome", "unit": "4"},
        {"street": "1 main st", "city": "rome", "unit": "5"},
        {"address": "other unit"},
    ),
    ({"street": "1 main st", "city": "rome"}, {"street": "1 main st"}, {"address": "similar street"}),
    ({"street": "1 main st"}, {"street": "9 via po"}, {"address": "different"}),
    ({"street": "410 w 110 st", "city": "york"}, {"street": "410 w 110th st", "city": "york"}, {"address": "same"}),
    ({"street": "piekna 20", "city": "lodz"}, {"street": "ul piekna 20", "city": "lodz"}, {"address": "same"}),
    ({"street": "dorfstr 3 a", "city": "ulm"}, {"street": "dorfstr 3a", "city": "ulm"}, {"address": "same"}),
    ({"street": "1 main st", "city": "rome"}, {"street": "9 main st", "city": "bari"}, {"address": "different"}),
    ({"street": "1 main st", "city": "rome"}, {"street": "1 main st", "city": "ostia"}, {"address": "similar street"}),
    ({"street": "1 fifth ave", "city": "york city"}, {"street": "1 5th ave", "city": "york"}, {"address": "same"}),
    (
        {"street": "9 king st between 1st and 2nd ave", "city": "rome"},
        {"street": "9 king st", "city": "rome"},
        {"address": "same"},
    ),
    (
        {"street": "9 king st lenox mall", "city": "rome"},
        {"street": "9 king st", "city": "rome"},
        {"address": "similar street"},
    ),
    ({"zip": "01234", "city": "rome"}, {"zip": "01234"}, {"place": "same ZIP"}),
    ({"city": "rome"}, {"zip": "01234", "city": "rome"}, {"town": "same city"}),
    ({"city": "rome"}, {"city": "bari"}, {"town": "different"}),
    ({"birth": "19700203"}, {"birth": "19700302"}, {"birth": "swapped or one edit"}),
    ({"birth": "19700203"}, {"birth": "19701130"}, {"birth": "same year or day"}),
    ({"key": "A12"}, {"key": "A12"}, {"key": "same"}),
    ({"linkedin": "annlee"}, {"linkedin": "bobray"}, {"linkedin": "different"}),
    ({}, ANN, {}),
]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """All pairs compared at once: that takes as long for forty pairs as for one."""
    return levels_of(tmp_path_factory.mktemp("people"), [(left, right) for left, right, _ in PAIRS])


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[str(list(e.items())) for _, _, e in PAIRS])
def test_people_agree_as_one_would_say(people: list[dict[str, str]], number: int) -> None:
    expected = PAIRS[number][2]
    found = people[number]
    assert {kind: found.get(kind) for kind in expected} == expected
    if not expected:
        assert found == {}


@pytest.mark.parametrize(
    "profile_type", [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.ACCOUNT, ProfileType.HOUSEHOLD]
)
def test_levels_weights_and_probabilities_are_those_of_splink(tmp_path: Path, profile_type: ProfileType) -> None:
    tables = evidence_tables(profile_type)
    pairs = [(left, right) for left, right, _ in (*PAIRS, *COMPANIES)]
    with duckdb.connect() as connection:
        compare(connection, tmp_path, pairs, tables)
        assert weighed(connection, tables) == predicted_by_splink(connection, tables)


def test_a_name_is_rarer_in_a_crowd_of_other_names(tmp_path: Path) -> None:
    others = [{"first": f"f{i}", "last": f"l{i}"} for i in range(300)]
    assert levels_of(tmp_path, [(ANN, ANN)], others=others)[0]["name"] == "same"


@pytest.mark.parametrize(
    ("rows", "others", "level"), [(4, 20, "same, widespread"), (4, 60, "same, large"), (4, 600, "same")]
)
def test_a_company_of_many_rows_tells_less_the_more_of_the_list_it_holds(
    tmp_path: Path, rows: int, others: int, level: str
) -> None:
    acme = {"company": "acme"}
    rest = [acme] * rows + [{"company": f"c{i}"} for i in range(others)]
    assert levels_of(tmp_path, [(acme, acme)], others=rest)[0]["org"] == level


def test_a_phone_of_many_people_is_a_shared_one(tmp_path: Path) -> None:
    ann = {**ANN, "phone": "5551234567"}
    others = [{**ann, "last": f"l{i}"} for i in range(4)]
    assert levels_of(tmp_path, [(ann, ann)], others=others)[0]["phone"] == "same, 3 or more people"


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    pairs = [(left, right) for left, right, _ in COMPANIES]
    return levels_of(tmp_path_factory.mktemp("companies"), pairs, profile_type=ProfileType.COMPANY)


@pytest.mark.parametrize("number", range(len(COMPANIES)), ids=[str(list(e.items())) for _, _, e in COMPANIES])
def test_companies_agree_as_one_would_say(companies: list[dict[str, str]], number: int) -> None:
    expected = COMPANIES[number][2]
    assert {kind: companies[number].get(kind) for kind in expected} == expected


@pytest.mark.parametrize(
    "profile_type", [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.ACCOUNT, ProfileType.HOUSEHOLD]
)
def test_conditions_read_only_columns_that_exist(profile_type: ProfileType) -> None:
    assert columns_read(evidence_tables(profile_type)) <= {*STANDARD_COLUMNS, *DERIVED}
