"""Names for invented people: given and family names put together at random, so that they name nobody."""

from collections.abc import Iterator
from random import Random

GIVEN = (
    "Adaeze", "Alaric", "Amina", "Anouk", "Aurelio", "Ayesha", "Benedikt", "Bianca", "Bodhi", "Calla", "Caspian",
    "Dalia", "Darko", "Desta", "Eilidh", "Emrys", "Esperanza", "Fabian", "Farah", "Fenna", "Gideon", "Giulia",
    "Haruki", "Helmi", "Idris", "Ilse", "Isolde", "Jamal", "Joaquin", "Jun", "Kalani", "Keiko", "Kofi", "Lakshmi",
    "Leandro", "Linnea", "Luz", "Maeve", "Malik", "Marisol", "Mikkel", "Mirela", "Nadia", "Naveen", "Nils", "Odalys",
    "Omar", "Orla", "Paloma", "Pranav", "Quinn", "Rafael", "Rania", "Ronan", "Sabela", "Samir", "Sanna", "Solveig",
    "Tadeo", "Talia", "Temperance", "Thandi", "Thu", "Umberto", "Valentina", "Vikram", "Wanda", "Xavier", "Yasmin",
    "Ye-jin", "Yusra", "Zadie", "Zephyr", "Zuri",
)  # fmt: skip
FAMILY = (
    "Abiodun", "Achterberg", "Almeida", "Ansah", "Arroyo", "Baptiste", "Barlowe", "Belanger", "Bianchi", "Blackwood",
    "Bui", "Calloway", "Carrasco", "Chaudhry", "Chidi", "Contreras", "Dahlgren", "Danso", "Desai", "Drummond",
    "Duarte", "Eklund", "Escobar", "Farouk", "Featherstone", "Fofanah", "Fujimoto", "Galvez", "Gebre", "Goldfarb",
    "Haddad", "Hashimoto", "Holloway", "Hoxha", "Ilunga", "Ivanova", "Jacobsen", "Jimenez", "Kaminski", "Kapoor",
    "Karlsen", "Kealoha", "Khoury", "Kovalenko", "Laurent", "Lindgren", "Machado", "Madaki", "Marchetti", "McAllister",
    "Mehta", "Mendonca", "Moreau", "Mwangi", "Nazari", "Ngata", "Nystrom", "Obi", "Olivares", "Onwudiwe", "Ortega",
    "Osei", "Paredes", "Park", "Petrov", "Pham", "Pinto", "Rasool", "Redfern", "Reyes", "Rosenthal", "Sandhu",
    "Sato", "Sepulveda", "Sorensen", "St. Clair", "Tabor", "Takeda", "Tesfaye", "Thackeray", "Trujillo", "Van Houten",
    "Vargas", "Velazquez", "Volkov", "Wakefield", "Weatherby", "Winslow", "Yeboah", "Zografos",
)  # fmt: skip


def invented_names(rng: Random) -> Iterator[str]:
    """``Family, Given`` without end of use here: each full name once, family names spread as evenly as they go."""
    used: set[str] = set()
    while True:
        families, givens = list(FAMILY), list(GIVEN)
        rng.shuffle(families)
        rng.shuffle(givens)
        for position, family in enumerate(families):
            name = f"{family}, {givens[position % len(givens)]}"
            if name not in used:
                used.add(name)
                yield name


def email_of(name: str) -> str:
    """An address under example.org, plain letters only."""
    family, _, given = name.partition(", ")
    plain = ("".join(c for c in part.lower() if c.isalpha()) for part in (given, family))
    return ".".join(plain) + "@example.org"
