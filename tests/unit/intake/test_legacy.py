"""Old encodings told apart by the letters that their languages have."""

import pytest

from listmatch.intake.encoding import detect_encoding


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("Adı;Şehir\nAyşe Yıldız;İstanbul\nÇağrı Öztürk;Diyarbakır\n", "iso8859_9", "cp1254"),
        ("nafn;bær\nÞórður Guðmundsson;Reykjavík\nSigríður Ýr;Akureyri\n", "cp1252", "windows-1252"),
        ("Név;Város\nSzűcs Győző;Győr\nNagy Ágnes;Kőszeg\nErdős Dezső;Gödöllő\n", "cp1250", "cp1250"),
        ("Nome;Cidade\nJoão Simões;Portimão\nGraça Leões;Guimarães\n", "cp1252", "windows-1252"),
        ("Nimi;Linn\nJüri Põder;Põlva\nTõnu Kõiv;Võru\nÜlle Mägi;Pärnu\n", "cp1252", "windows-1252"),
        ("Name;Ort\nJürgen Müller;Köln\nBärbel Groß;Düren\nRené Weiß;Nürnberg\n", "mac_roman", "mac_roman"),
        ("Name;Ort\nJürgen Müller;Köln\nBärbel Groß;Düren\nRené Weiß;Nürnberg\n", "cp850", "cp850"),
        ("Nombre;Ciudad\nJosé Pérez;León\nÁngela Muñoz;Cádiz\nIñigo Sánchez;Málaga\n", "mac_roman", "mac_roman"),
        ("Nombre;Ciudad\nJosé Pérez;León\nÁngela Muñoz;Cádiz\nIñigo Sánchez;Málaga\n", "cp850", "cp850"),
        ("Nom;Ville\nHélène Lefèvre;Orléans\nFrançois Benoît;Besançon\n", "mac_roman", "mac_roman"),
        ("Nom;Ville\nHélène Lefèvre;Orléans\nFrançois Benoît;Besançon\n", "cp850", "cp850"),
        ("Nom;Rue\nZoé d’Arc;rue de l’église\nÉva “Lou” Noël;l’allée–nord • b\n", "cp1252", "windows-1252"),
        ("Nazwisko;Miasto\nWoźniak;Łódź\nKozieł;Poznań\nGrzybowska;Kraśnik\n", "cp1250", "cp1250"),
        ("Příjmení;Město\nŠťastný;Plzeň\nŽižka;Děčín\nHruška;Třeboň\n", "cp1250", "cp1250"),
        ("Ime;Grad\nAna Šimić;Rijeka\nIvo Petrović;Čakovec\nMaja Kovačević;Požega\n", "cp1250", "cp1250"),
        ("Ime;Kraj\nJanez Kovačič;Črnomelj\nTina Žnidarič;Žalec\n", "cp1250", "cp1250"),
        ("Navn;By\nSøren Jørgensen;København\nBjørn Rødgård;Sønderborg\nLærke;Ærø\n", "cp1252", "windows-1252"),
        ("Navn;By\nSøren Jørgensen;København\nBjørn Rød;Sønderborg\nAndré;Høng\n", "cp1252", "windows-1252"),
        ("Nome;Via\nMosè Forlì;Cefalù\nNiccolò Canalè;Forlì\n", "cp1252", "windows-1252"),
        ("ชื่อ;เมือง\nสมชาย ใจดี;กรุงเทพ\nมาลี แสงทอง;เชียงใหม่\n", "cp874", "tis_620"),
        ("שם;עיר\nדוד כהן;חיפה\nמשה לוי;ירושלים\n", "cp1255", "cp1255"),
        ("Имя;Город\nИван Петров;Москва\nАнна Орлова;Казань\n", "cp1251", "cp1251"),
    ],
)
def test_the_encoding_of_a_language_is_found(text: str, written: str, read: str) -> None:
    assert detect_encoding((text * 3).encode(written)).name == read
