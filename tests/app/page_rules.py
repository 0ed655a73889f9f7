"""The rules that hold for every page, checked on its HTML as it was sent."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

FIELDS = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "button")


class PageRules(HTMLParser):
    """Reads one page; ``broken(nonce)`` lists what it breaks, in words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.scripts: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.styled: list[str] = []
        self.handlers: list[str] = []
        self.post_forms: list[bool] = []
        self._within: str | None = None
        self._label_open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given or tag == "style":
            self.styled.append(tag)
        self.handlers += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        if tag in self.texts:
            self._within = tag
            self.texts[tag].append("")
        if tag == "label":
            self._label_open = True
            self.labels.add(given.get("for", ""))
        if tag == "script":
            self.scripts.append(given)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.post_forms.append(False)
        self._note_field(tag, given)

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        if given.get("name") == "csrf_token" and self.post_forms:
            self.post_forms[-1] = True
        if tag in FIELDS and given.get("type") not in UNLABELLED_TYPES:
            self.fields.append(given | {"labelled": "yes" if self._label_open else ""})

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = None
        if tag == "label":
            self._label_open = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.texts[self._within][-1] += data

    def broken(self, nonce: str) -> list[str]:
        """Return a sentence for every rule broken; [] for a good page."""
        titles, headings = ([" ".join(text.split()) for text in self.texts[name]] for name in ("title", "h1"))
        said = []
        if len(headings) != 1 or titles != [f"{headings[0]} · Earshot"]:
            said.append(f"the title {titles} is not the one h1 {headings}")
        said += [f"the id {name} is there twice" for name, times in Counter(self.ids).items() if times > 1]
        said += [f"the field {field} has no label" for field in self.fields if not self._is_labelled(field)]
        said += [f"inline style on {tag}" for tag in self.styled]
        said += [f"inline handler on {where}" for where in self.handlers]
        said += [
            f"the script {script} lacks the nonce"
            for script in self.scripts
            if script.get("nonce") != nonce and script.get("type") != "application/json"
        ]
        said += [f"the address {where} leads elsewhere" for where in self.addresses if _is_foreign(where)]
        said += ["a POST form has no token" for has_token in self.post_forms if not has_token]
        return said

    def _is_labelled(self, field: dict[str, str]) -> bool:
        named_by = field.get("aria-labelledby", "").split()
        labelled = field.get("id") in self.labels or field["labelled"] or field.get("aria-label")
        return bool(labelled or (named_by and set(named_by) <= set(self.ids)))


def _is_foreign(where: str) -> bool:
    return where.lower().startswith(("//", "http:", "https:", "javascript:", "data:"))
