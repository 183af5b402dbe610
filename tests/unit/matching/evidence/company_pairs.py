"""Pairs of companies, and the levels at which one would say that they agree."""

from tests.unit.matching.standard_lists import Row

COMPANIES: list[tuple[Row, Row, dict[str, str | None]]] = [
    (
        {"company": "acme tools", "company_full": "acme tools inc"},
        {"company": "acme tools", "company_full": "acme tools ltd"},
        {"firm": "another legal form"},
    ),
    ({"company": "acme tools"}, {"company": "acme tools north"}, {"firm": "words more"}),
    ({"company": "madison ransport"}, {"company": "madison transport"}, {"firm": "close"}),
    (
        {"company": "madison ransport", "company_full": "madison ransport inc"},
        {"company": "madison transportation", "company_full": "madison transport inc"},
        {"firm": "close"},
    ),
    ({"company": "sunrise donuts 1393"}, {"company": "sunrise donuts 01393"}, {"firm": "close"}),
    ({"company": "sunrise donuts 1393"}, {"company": "sunrise donuts 1394"}, {"firm": "another branch"}),
    ({"company": "acme tools"}, {"company": "acme paint"}, {"firm": "same first word"}),
    ({"company": "big tools"}, {"company": "acme tools"}, {"firm": "a word in common"}),
    (
        {"city": "kansas city", "state": "KS", "street": "1 main st"},
        {"city": "kansas city", "state": "MO", "street": "1 main st"},
        {"address": "similar street"},
    ),
    ({"city": "springfield", "state": "IL"}, {"city": "springfield", "state": "MA"}, {"town": "different"}),
    ({"city": "springfield", "state": "IL"}, {"city": "springfield"}, {"town": "same city"}),
    ({"city": "london", "state": "ENG"}, {"city": "london", "state": "LND"}, {"town": "same city"}),
    ({"city": "chrlstopherhaven"}, {"city": "christopherhaven"}, {"town": "same city"}),
    ({"city": "essen"}, {"city": "jessen"}, {"town": "different"}),
    *(  # namesakes of whom no place is known have domains of their own
        (
            {"company": "adler", "domain": f"adler{n}.de"},
            {"company": "adler", "domain": f"adler{n + 1}.de"},
            {"sites": each},
        )
        for n, each in ((1, "in several places"), (2, "in several places"), (3, "in several places"))
    ),
    (
        {"street": "pobox 12", "zip": "01234", "city": "rome"},
        {"street": "1 main st", "zip": "01234", "city": "rome"},
        {"place": "same ZIP", "address": None},
    ),
    (
        {"company": "summit market", "company_full": "granite roofing inc dba summit market"},
        {"company": "granite roofing", "company_full": "granite roofing"},
        {"firm": "words more"},
    ),
    ({"company": "weimer", "company_2": "skycast"}, {"company": "skycast"}, {"firm": "other name"}),
    ({"company": "ics"}, {"company": "info coast systems"}, {"firm": "other name"}),
    ({"company": "annos augsburg"}, {"company": "annos", "city": "augsburg"}, {"firm": "same, other legal form"}),
    (
        {"company": "annos augsburg", "city": "augsburg"},
        {"company": "annos", "city": "munich"},
        {"firm": "words more"},
    ),
    (
        {"company": "perales and cabanillas servicios alim", "company_full": "perales y cabanillas servicios alim"},
        {
            "company": "perales and cabanillas servicios alimentacion",
            "company_full": "perales y cabanillas servicios alimentacion sl",
        },
        {"firm": "close"},
    ),
    ({"company": "cabinet grenier"}, {"company": "cabinet gimenez"}, {"firm": "same first word"}),
    ({"company": "yorion granite"}, {"company": "yrion granite"}, {"firm": "close"}),
    *(
        ({"company": left, "company_full": left}, {"company": right, "company_full": right}, {"firm": level})
        for left, right, level in (
            ("cedarpath media", "cedarpath energy", "another trade"),
            ("cedarpath media", "cedarpath medical", "another trade"),
            ("north coast media services", "north coast energy services", "another trade"),
            ("krell spedition", "krell immobilien", "another trade"),
            ("transportes garcia", "construcciones garcia", "another trade"),
            ("acme holdings", "acme logistics", "a holding"),
            ("norvane beteiligungs", "norvane", "a holding"),
            ("norvane group holding", "norvane holding", "most words in common"),
            ("norvane hodling", "norvane holding", "close"),
            ("norvane international partners holding", "norvane international partners hold", "close"),
            ("tanaka kagaku", "tanaka kensetsu", "another trade"),
            ("cedarpath", "cedarpath media", "words more"),
            ("cedarpath bau", "cedarpath construction", "most words in common"),
            ("cedarpath bau", "cedarpath maschinenbau", "most words in common"),
            ("cedarpath media", "cedarpath lumora", "same first word"),
            ("krell spedition", "baum immobilien", "different"),
            ("norvane uk", "norvane ireland", "another branch"),
            ("mirasol austria", "mirasol australia", "another branch"),
            ("brightwell singapore", "brightwell asia pacific", "another branch"),
            ("hilltop inn airport", "hilltop inn downtown", "another branch"),
            ("pizza planet store 17", "pizza planet 19", "another branch"),
            ("pizza planet 1234", "pizza planet store 1234", "most words in common"),
            ("acme uk and ireland", "acme uk", "words more"),
            ("mirasol germany", "mirasol deutschland", "close"),
            ("deutsche bank", "deutsche post", "same first word"),
        )
    ),
    *(
        ({"company": "tavora", "company_full": left}, {"company": "tavora", "company_full": right}, {"firm": level})
        for left, right, level in (
            ("tavora uk ltd", "tavora india pvt ltd", "another branch"),
            ("tavora uk ltd", "tavora ltd", "words more"),
            ("tavora plc", "tavora ltd", "another legal form"),
            ("tavora gmbh", "tavora kg", "another legal form"),
            ("tavora gmbh", "tavora gesellschaft m b h", "same, other legal form"),
            ("tavora gmbh", "tavora gmbh and co kg", "same, other legal form"),
            ("tavora inc", "tavora corporation", "same, other legal form"),
            ("tavora sa", "tavora inc", "same, other legal form"),
            ("tavora co ltd", "tavora inc", "same, other legal form"),
            ("tavora ag", "tavora", "same, other legal form"),
        )
    ),
    *(  # a country in a name is another branch's where the other row is elsewhere
        (
            {"company": "tavora nederland", "company_full": "tavora nederland bv"},
            {"company": "tavora", "company_full": "tavora", **country},
            {"firm": level},
        )
        for country, level in (
            ({"country": "DE"}, "another branch"),
            ({"country": "NL"}, "words more"),
            ({}, "words more"),
        )
    ),
    *(  # a chain is in several places, and at one address it is one
        (
            {"company": "harbor grill", "street": f"{number} elm st", "city": f"town {number}"},
            {"company": "harbor grill", "street": f"{other} elm st", "city": f"town {other}"},
            {"sites": None if number == other else "in several places"},
        )
        for number, other in ((1, 2), (2, 3), (3, 3))
    ),
    *(  # an office tower
        (
            {"company": name, "street": "1 canada sq", "city": "london", "zip": "E145AB"},
            {"company": "pelargo", "street": "1 canada sq", "city": "london", "zip": "E145AB"},
            {"address": "same, 4 or more companies"},
        )
        for name in ("orvenza", "telmont", "vantora", "marisco")
    ),
    (
        {"street": "ul sloneczna 12", "city": "lodz"},
        {"street": "ul sloneczna 83", "city": "lodz"},
        {"address": "same city"},
    ),
    ({"key": "GB572906787"}, {"key": "572906787"}, {"key": "one within the other"}),
    ({"key": "944455533"}, {"key": "944455533RC0001"}, {"key": "one within the other"}),
    ({"key": "1234567"}, {"key": "123456789"}, {"key": "different"}),
    ({"domain": "acme.com"}, {"domain": "acme.com"}, {"site": "same"}),
    ({"domain": "acme.com"}, {"domain": "acme.org"}, {"site": None}),
    ({"domain": "tum.de"}, {"domain": "tum.edu"}, {"site": "different"}),
    ({"company": "kfw"}, {"company": "kreditanstalt fur wiederaufbau", "domain": "kfw.de"}, {"firm": "other name"}),
    ({"company": "norvane"}, {"company": "norvane foods", "domain": "norvane.com"}, {"firm": "words more"}),
    *(
        ({"phone": left}, {"phone": right}, {"phone": level, "area": area})
        for left, right, level, area in (
            ("+4989123450", "+498912345123", "another extension", None),
            ("+4989123450", "+498912345", "another extension", None),
            ("+12125550143", "+12125550199", "another extension", None),
            ("+12125550143", "+12128670143", "different", "same area"),
            ("+12125550143", "+13128670143", "different", "different"),
            ("2125550143", "3128670143", "different", None),
        )
    ),
    ({"phone": "+12125550143", "city": "boston"}, {"phone": "+12128670143", "city": "boston"}, {"area": None}),
    ({"country": "DE"}, {"country": "AT"}, {"land": "different"}),
    ({"country": "DE", "zip": "10115"}, {"country": "AT", "zip": "1010"}, {"land": None}),
]
