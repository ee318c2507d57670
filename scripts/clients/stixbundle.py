"""Looks at a STIX 2.1 bundle as a consumer must: ids, times, references, markings. Standard library only."""
import datetime
import json
import re
import sys

bundle = json.load(open(sys.argv[1], encoding="utf-8"))
assert bundle["type"] == "bundle" and re.fullmatch(r"bundle--[0-9a-f-]{36}", bundle["id"])
objects = bundle["objects"]
ids = [one["id"] for one in objects]
assert len(set(ids)) == len(ids), "an id twice"
known = set(ids)


def references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.endswith("_ref") and isinstance(inner, str):
                yield inner
            elif name.endswith("_refs") and isinstance(inner, list):
                yield from (each for each in inner if isinstance(each, str))
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def time(text):
    assert text.endswith("Z"), text
    return datetime.datetime.fromisoformat(text[:-1])


for one in objects:
    assert re.fullmatch(re.escape(one["type"]) + r"--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one["id"]), one["id"]
    if "modified" in one:
        assert time(one["created"]) <= time(one["modified"]), one["id"]
    for name in one.get("extensions", {}):
        assert not name.startswith("extension-definition--") or name in known or "tlp_2_0" in json.dumps(one), name
dangling = [ref for one in objects for ref in references(one) if ref not in known]
assert not dangling, dangling[:3]
kinds = sorted({one["type"] for one in objects})
unmarked = [one["id"] for one in objects if "modified" in one and not one.get("object_marking_refs")
            and one["type"] not in ("marking-definition", "extension-definition", "identity")]
assert not unmarked, unmarked[:3]
print(len(objects), "objects:", ", ".join(kinds))
