"""A handful of made-up people as two small lists, for tests that run the whole flow."""

from pathlib import Path

SOURCE = """\
id,First Name,Last Name,Email,Phone,Company,City,ZIP
s1,Bill,Thornfell,bill.thornfell@aldercombe.example,(212) 555-0101,Aldercombe Inc,Boston,02139
s2,Maria,Quillon,mquillon@fenbury.example,+1 212 555 0102,Fenbury LLC,Denver,80202
s3,Jörg,Müllenrad,joerg@lornmere.example,,Lornmere GmbH,Chicago,60614
s4,Ada,Strangeways,ada@nowhere.example,312 555 0199,Nowhere Ltd,Austin,73301
"S5, broken
s6,Carla,Thornfell,carla.thornfell@aldercombe.example,(212) 555-0101,Aldercombe Inc,Boston,02139
"""

MASTER = """\
Contact ID;First Name;Last Name;Email;Phone;Account Name;City;Postal Code
m1;William;Thornfell;bill.thornfell@aldercombe.example;2125550101;Aldercombe;Boston;02139
m2;Maria;Quillon;mquillon@fenbury.example;212-555-0102;Fenbury;Denver;80202
m3;Joerg;Muellenrad;joerg@lornmere.example;;Lornmere;Chicago;60614
m4;Peter;Ostrcombe;peter@ostrcombe.example;646 555 0103;Ostrcombe;Miami;33101
m5;Quentin;Dagholm;q.dagholm@dagholm.example;646 555 0104;Dagholm;Tampa;33601
"""


def write_lists(folder: Path) -> tuple[Path, Path]:
    """The source and the master list as files."""
    source, master = folder / "leads.csv", folder / "crm.csv"
    source.write_text(SOURCE, encoding="utf-8")
    master.write_text(MASTER, encoding="utf-8")
    return source, master
