"""Names of columns in languages beyond the seven of the main list, most of them in scripts of their own."""

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.profiling.headers import read_header


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("氏名", T.FULL_NAME),
        ("セイ", T.LAST_NAME),
        ("名カナ", T.FIRST_NAME),
        ("氏名フリガナ", T.FULL_NAME),
        ("会社名カナ", T.COMPANY),
        ("郵便番号", T.POSTCODE),
        ("メールアドレス", T.EMAIL),
        ("ﾒｰﾙｱﾄﾞﾚｽ", T.EMAIL),
        ("電話番号１", T.PHONE),
        ("姓名", T.FULL_NAME),
        ("手机号码(必填)", T.PHONE),
        ("公司名稱", T.COMPANY),
        ("이메일", T.EMAIL),
        ("생년월일", T.BIRTH_DATE),
        ("ФИО", T.FULL_NAME),
        ("Эл. почта", T.EMAIL),
        ("Прізвище", T.LAST_NAME),
        ("Τ.Κ.", T.POSTCODE),
        ("ΕΠΏΝΥΜΟ", T.LAST_NAME),
        ("שם משפחה", T.LAST_NAME),
        ("البريد الإلكتروني", T.EMAIL),
        ("اسم العائلة", T.LAST_NAME),
        ("شماره تلفن", T.PHONE),
        ("เบอร์โทรศัพท์", T.PHONE),
        ("पिन कोड", T.POSTCODE),
        ("Họ", T.LAST_NAME),
        ("Số điện thoại", T.PHONE),
        ("Soyadı", T.LAST_NAME),
        ("Doğum Tarihi", T.BIRTH_DATE),
        ("Imię", T.FIRST_NAME),
        ("PSČ", T.POSTCODE),
        ("Irányítószám", T.POSTCODE),
        ("Fødselsdato", T.BIRTH_DATE),
        ("Sähköposti", T.EMAIL),
        ("Priimek", T.LAST_NAME),
        ("Naslov", T.STREET),
        ("Pavardė", T.LAST_NAME),
        ("Vardas ir pavardė", T.FULL_NAME),
        ("Pašto kodas", T.POSTCODE),
        ("Uzvārds", T.LAST_NAME),
        ("Sünniaeg", T.BIRTH_DATE),
        ("Nafn", T.FULL_NAME),
        ("Raó social", T.COMPANY),
        ("Mbiemri", T.LAST_NAME),
        ("Прозвішча", T.LAST_NAME),
        ("Датум рођења", T.BIRTH_DATE),
        ("სახელი და გვარი", T.FULL_NAME),
        ("Ազգանուն", T.LAST_NAME),
        ("Şirkətin adı", T.COMPANY),
        ("Мекенжай", T.STREET),
        ("ফোন নম্বর", T.PHONE),
        ("पहिलो नाम", T.FIRST_NAME),
        ("आडनाव", T.LAST_NAME),
        ("અટક", T.LAST_NAME),
        ("மின்னஞ்சல்", T.EMAIL),
        ("పిన్ కోడ్", T.POSTCODE),
        ("ಊರು", T.CITY),
        ("ജനന തീയതി", T.BIRTH_DATE),
        ("موبائل نمبر", T.PHONE),
        ("ເບີໂທ", T.PHONE),
        ("Tarikh lahir", T.BIRTH_DATE),
        ("Barua pepe", T.EMAIL),
        ("የአባት ስም", T.LAST_NAME),
    ],
)
def test_names_of_columns_are_read_in_their_own_language(name: str, kind: T) -> None:
    assert read_header(name).get(kind, 0) >= 0.85


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("客户手机号", T.PHONE),
        ("勤務先メールアドレス", T.EMAIL),
        ("고객 전화번호", T.PHONE),
        ("Телефон клиента", T.PHONE),
        ("เบอร์โทรศัพท์ลูกค้า", T.PHONE),
    ],
)
def test_a_known_name_is_found_inside_a_longer_one(name: str, kind: T) -> None:
    assert kind in read_header(name)


def test_a_name_that_two_languages_have_is_either() -> None:
    assert read_header("Kraj").keys() == {T.COUNTRY, T.CITY}  # Polish, Slovene


def test_a_name_in_another_script_is_not_read_as_it_sounds() -> None:
    assert read_header("עיר").keys() == {T.CITY}  # "yr", a year in English
    assert read_header("yr").keys() == {T.NUMBER}


@pytest.mark.parametrize("name", ["List of ten", "Sold by", "Stock ad"])
def test_short_words_of_other_languages_mean_nothing_inside_a_name(name: str) -> None:
    assert not {T.FIRST_NAME, T.CITY}.intersection(read_header(name))
