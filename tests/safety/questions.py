"""Random requests for the loops that ask while an index changes, as an address and as options of the program."""
import re
from urllib.parse import urlencode

FACETS = ["category", "primary", "archive", "year", "author", "venue"]
SORTS = ["relevance", "published", "updated", "citations", "title"]


def name_of(author):
    return author if isinstance(author, str) else author.get("name", "")


class Questions:
    """Random requests for paper lists whose words, of so many letters at least, are those of some papers."""

    def __init__(self, records, draw, letters):
        self.records, self.draw = records, draw
        self.word = re.compile(f"[A-Za-z]{{{letters},}}")

    def request(self):
        record = self.draw.choice(self.records)
        asked = {**self.text(record), **self.filters(record)}
        draw = self.draw
        if draw.random() < 0.5:
            asked["facets"] = ",".join(FACETS if draw.random() < 0.5 else draw.sample(FACETS, draw.randint(1, 3)))
            asked["facet_limit"] = draw.choice([3, 20, 500])
        if draw.random() < 0.5:
            asked["sort"] = draw.choice(["", "-"]) + draw.choice(SORTS if "q" in asked else SORTS[1:])
        if draw.random() < 0.4:
            asked["offset"] = draw.choice([1, 10, 50, 500])
        asked["limit"] = draw.choice([0, 5, 10, 10, 50])
        if draw.random() < 0.3:
            asked["highlight"] = draw.choice(["spans", "html", "none"])
        return asked

    def text(self, record):
        draw = self.draw
        text = draw.choice([record["title"], record.get("abstract") or record["title"]])
        words = self.word.findall(text) or ["model"]
        one, two, three = (draw.choice(words) for _ in range(3))
        pairs = re.findall(r"(?<!\S)[A-Za-z]{2,} [A-Za-z]{2,}(?: [A-Za-z]{2,})?(?!\S)", text)
        phrase = f'"{draw.choice(pairs)}"' if pairs else one
        name = name_of(draw.choice(record["authors"] or [""])) or "Smith"
        return draw.choice([
            {}, {"q": one}, {"q": one}, {"q": f"{one} {two}"}, {"q": f"{one} {two} {three}"},
            {"q": record["title"], "syntax": "text"},
            {"q": f"{one} {two} {three}", "match": "any"}, {"q": f"{one} {two}", "match": "all"}, {"q": phrase}, {"q": phrase},
            {"q": f"{phrase} {three}"}, {"q": f"={one} {two}"}, {"q": f"title:{one}"}, {"q": f"title:{phrase} -{two}"},
            {"q": f"abstract:{one} {two}"}, {"q": f"abstract:{phrase}"}, {"q": f"author:{name.split()[-1]}"},
            {"q": f'author:"{name}"'}, {"q": f"comments:pages {one}"}, {"q": f"{one} OR {two}"},
            {"q": f"({one} OR {two}) {three}"},
            {"q": f"{one} NOT {two}"}, {"q": f"{one} year:2010..2020"}, {"q": record["id"]}, {"id": record["id"]}])

    def filters(self, record):
        draw, category = self.draw, (record["categories"] or ["cs.CL"])[0]
        year = int(record.get("published", "2015")[:4])
        if draw.random() < 0.5:
            return {}
        return draw.choice([{"category": category}, {"category": "-" + category}, {"primary": category},
                            {"archive": category.split(".")[0]}, {"year": f"{year - 2}..{year}"}, {"year": f"-{year}"},
                            {"from": f"{year}-03", "to": f"{year + 1}"}, {"as_of": f"{year}"}, {"has": "doi"},
                            {"has": "-abstract"}, {"min_citations": 3}])


def target(request):
    return "/v1/papers?" + urlencode(request)


def options_of(request):
    """The same for `incipit search`."""
    named = [f"--{name.replace('_', '-')}={value}" for name, value in request.items() if name != "q"]
    return ["--json", "search", *named, "--", *([request["q"]] if "q" in request else [])]
