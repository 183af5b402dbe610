"""Names of companies: what is taken off, what is read in one form, and the other name that a cell gives."""

from tests.unit.cleansing.conftest import Standardise, read_each


def test_a_company_loses_its_legal_form(run: Standardise) -> None:
    companies = {
        "Acme, Inc.": ("acme", "acme inc"),
        "ACME L.L.C.": ("acme", "acme llc"),
        "Müller & Söhne GmbH & Co. KG": ("muller and sohne", "muller and sohne gmbh and co kg"),
        "Intl. Mfg Svcs Corp": ("international manufacturing services", "intl mfg svcs corp"),
        "Smith Plumbing dba Best Pipes": ("best pipes", "smith plumbing dba best pipes"),
        "Fiat S.p.A.": ("fiat", "fiat spa"),
        "The Home Depot (Boston)": ("home depot", "the home depot boston"),
        "Inc": ("inc", "inc"),
        "Siemens Aktiengesellschaft": ("siemens", "siemens aktiengesellschaft"),
        "Weber Ges.m.b.H.": ("weber", "weber ges mbh"),
        "ООО «Ромашка»": ("romashka", "ooo romashka"),
        "Fa. Jürgen Groß": ("jurgen gross", "fa jurgen gross"),
        "Firma": ("firma", "firma"),
        "Bergström HB": ("bergstrom", "bergstrom hb"),
        "WGF Logistyka Spółka z o.o.": ("wgf logistyka", "wgf logistyka spolka z oo"),
        "Saint Mary's Church": ("st marys church", "saint marys church"),
        "Velden en Zonen B.V.": ("velden and zonen", "velden en zonen bv"),
        "Müller und Söhne GmbH u. Co. KG": ("muller and sohne", "muller und sohne gmbh u co kg"),
        "Annos AG - Augsburg": ("annos augsburg", "annos ag augsburg"),
        "Bolander GmbH und Co. KG, Berlin": ("bolander berlin", "bolander gmbh und co kg berlin"),
        "Goldman Sachs & Co., LLC": ("goldman sachs", "goldman sachs and co llc"),
        "Do It Now Ltd": ("do it now", "do it now ltd"),
        "Müller Masch.-Bau GmbH": ("muller maschinenbau", "muller masch bau gmbh"),
        "Ing.-Büro Krell": ("ingenieurburo krell", "ing buro krell"),
        "Krell Bau GmbH": ("krell bau", "krell bau gmbh"),
        "Weimer GmbH (formerly Skycast)": ("weimer", "weimer gmbh formerly skycast"),
        "Dunavar Korlátolt Felelősségű Társaság": ("dunavar", "dunavar korlatolt felelossegu tarsasag"),
        "Arçelon San. ve Tic. Ltd. Şti.": ("arcelon", "arcelon san ve tic ltd sti"),
        "Krell, spol. s r.o.": ("krell", "krell spol s ro"),
        "Ashford, City of": ("city of ashford", "ashford city of"),
        "Michigan, University of, The": ("university of michigan", "michigan university of the"),
        "Bank of": ("bank of", "bank of"),
    }
    assert read_each(run, "company", companies, "company", "company_full") == companies


def test_a_company_keeps_its_other_name(run: Standardise) -> None:
    companies = {
        "Robinson & Sons Inc. dba Lewis's Salon": ("lewiss salon", "robinson and sons"),
        "Lewis's Salon (Robinson & Sons Inc.)": ("lewiss salon", "robinson and sons"),
        "Weimer GmbH (formerly Skycast GmbH)": ("weimer", "skycast"),
        "Weimer GmbH, formerly known as Skycast": ("weimer", "skycast"),
        "Weimer f/k/a Skycast": ("weimer", "skycast"),
        "Weimer GmbH (ex Skycast)": ("weimer", "skycast"),
        "Weimer S.A. (ex-Skycast)": ("weimer", "skycast"),
        "Weimer GmbH (vorm. Skycast)": ("weimer", "skycast"),
        "Weimer Ltd T/AS Skycast": ("skycast", "weimer"),
        "Skycast (now Weimer GmbH)": ("skycast", "weimer"),
        "Info Coast Systems (ICS)": ("info coast systems", "ics"),
        "ICS Inc. (Info Coast Systems Inc.)": ("ics", "info coast systems"),
        "Acme Inc. (Cash only)": ("acme", None),
        "Acme (Germany) GmbH": ("acme", None),
        "Fed Ex Office": ("fed ex office", None),
        "Acme Inc. dba Acme": ("acme", None),
    }
    assert read_each(run, "company", companies, "company", "company_2") == companies
