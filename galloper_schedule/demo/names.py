"""Invented companies, people and things to talk about, for the demo data."""

from itertools import count

RUSSIAN, ENGLISH = "russian", "english"
#: Where a customer may be, by the code of the country.
CITIES = {
    "ru": ["Tula", "Kazan", "Perm", "Penza", "Ufa", "Tomsk", "Khabarovsk", "Omsk"],
    "uk": ["Leeds", "Norwich", "Exeter", "Hull", "Derby", "Perth"],
    "us": ["Burlington", "Albany", "Trenton", "Dayton", "Duluth"],
}

_PLACES = {
    RUSSIAN: """Ryabinkino Medunitsyno Kuvshinkino Ulybino Sverchkovo Berestyanka
        Polynkovo Tumanny-Log Snegirevka Dubravushka Zhavoronki-Lug Klyukvino
        Verbolozye Pchelkino Solnovorot Lukoshkino Gribovka-Zarechnaya Chernichny-Bor
        Zarnitsyno Voronkovka Yasenevy-Klyuch Mokhovo-Ruchey Ivolgino Kalachny-Ryad
        Belosnezhye Ladoga-Pole Osinki-Dalniye Kamyshovy-Plyos Teremkovo Rosinkino
        Veretenovka Pokosnoye Zimorodok Shipovnikovo""",
    ENGLISH: """Quillbrook Otterstone Marrowby Fernley-Hollow Thistlewick Pennyroyal-Bay
        Larkmoor Hazelcombe Brindle-Creek Wrenfield Saltmarrow Cobblethorpe Mistlebury
        Tansy-Ridge Oxlip-Vale Puddlestone Gorsewell Heronmere Brackenshaw Nettlecote
        Foxglove-Landing Elderwick Tumbledown-Point Applethwaite-Green Rookhaven
        Sorrelford Driftwood-Narrows Bilberry-Gap Candlewick-Harbor Plumstead-Lees
        Yarrowdale Clovermere Meadowsweet-Hill""",
}
#: What a company makes: its trade, and what it has packed.
_TRADES = {
    "Dairy": "curd cups",
    "Bakery": "rusks",
    "Confectionery": "fudge bars",
    "Mills": "oat flakes",
    "Teas": "herbal teabags",
    "Seafood": "smoked fillets",
    "Preserves": "jam jars",
    "Pet Foods": "dry feed pouches",
    "Soaps": "soap bars",
    "Roasters": "ground coffee",
    "Frozen Foods": "dumplings",
    "Spices": "spice sachets",
    "Noodles": "noodle bowls",
}
_PEOPLE = {
    RUSSIAN: """Larisa Gromova, Oleg Sinitsyn, Tatyana Rybakova, Gleb Mironov, Yulia
        Panina, Artyom Sukhov, Zoya Lapina, Stepan Kuritsyn, Alla Vetrova, Denis
        Polyakov, Raisa Nosova, Ruslan Akhmetov, Kira Solovyova, Yegor Lastochkin, Nina
        Fomina, Timur Valeev, Inga Savina""",
    ENGLISH: """Nora Fielding, Owen Prescott, Carla Whitmore, Desmond Hale, Ruth
        Ainsley, Miles Corbin, Joanna Thorne, Peter Calloway, Wendy Marsh, Theo Lambert,
        Bridget Nolan, Harvey Stokes, Celia Drummond, Ross Keating, Maya Ellison, Hugh
        Barlow""",
}
_MACHINES = [
    "Flow-wrapper",
    "Vertical bagger",
    "Cup filler",
    "Case packer",
    "Labeler",
    "Checkweigher",
    "Tray sealer",
    "Palletizer",
]
_CARE = [
    "Service contract",
    "Spare parts kit",
    "Overhaul of the labeler",
    "Knives and belts",
    "Second shift training",
    "Film and foil, quarterly",
]
CALLS = [
    "Call about the offer",
    "Agree on the delivery date",
    "Go through the drawings",
    "Follow up on the test run",
    "Discuss the terms",
    "Next step",
]
CARE_CALLS = [
    "How is the machine running?",
    "Next order",
    "Maintenance reminder",
    "Spare parts needed",
]


def companies(language):
    """Endless (company, product, contact); companies differ for long."""
    places, people = _split(_PLACES[language]), _PEOPLE[language].split(",")
    trades = list(_TRADES.items())
    for number in count():
        place = places[number % len(places)]
        trade, product = trades[(number * 5 + number // len(places)) % len(trades)]
        person = " ".join(people[number * 7 % len(people)].split())
        yield f"{place} {trade}", product, person


def _split(places):
    return [place.replace("-", " ") for place in places.split()]


def subject(rng, is_care, product):
    """What an opportunity is called."""
    if is_care:
        return rng.choice(_CARE)
    return f"{rng.choice(_MACHINES)} for {product}"
