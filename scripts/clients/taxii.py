"""Reads a TAXII 2.1 server as the standard says, page after page, and looks at what it got. Standard library only."""
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

MEDIA = "application/taxii+json;version=2.1"


def read(address, accept=MEDIA):
    headers = {"Accept": accept, "Authorization": "Bearer " + os.environ["TOKEN"]}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        assert answer.headers["Content-Type"].startswith("application/taxii+json"), answer.headers
        return json.load(answer), answer.headers


def pages(address, limit):
    """Every object with its page's first and last date."""
    objects, count, after, last_date = [], 0, None, ""
    while True:
        query = {"limit": limit}
        if after is not None:
            query["next"] = after
        page, headers = read(address + "?" + urllib.parse.urlencode(query))
        got = page.get("objects", [])
        count += 1
        if got:
            first, last = headers["X-TAXII-Date-Added-First"], headers["X-TAXII-Date-Added-Last"]
            assert last_date < first <= last, (last_date, first, last)
            last_date = last
        objects += got
        if not page.get("more"):
            return objects, count
        after = page["next"]


base = sys.argv[1]
discovery, _ = read(base + "/taxii2/")
root = urllib.parse.urljoin(base, discovery.get("default") or discovery["api_roots"][0])
collections = read(root + "collections/")[0]["collections"]
told = []
for collection in collections:
    if not collection["can_read"]:
        continue
    place = root + "collections/" + collection["id"] + "/"
    # The exercise goes on meanwhile: what is compared was read while nothing changed.
    for attempt in range(5):
        objects, count = pages(place + "objects/", 100)
        smaller = pages(place + "objects/", 37)[0]
        manifest, _ = read(place + "manifest/?limit=1000")
        if pages(place + "objects/", 100)[0] == objects:
            break
    for one in objects:
        assert one["id"].startswith(one["type"] + "--"), one["id"]
    versions = [(one["id"], one.get("modified") or one.get("created")) for one in objects]
    assert len(set(versions)) == len(versions), "an object came twice"
    assert objects == smaller, "another page size gives other objects"
    assert len(manifest.get("objects", [])) == min(len(objects), 1000), collection["id"]
    told.append("%s %d objects in %d pages" % (collection.get("alias") or collection["id"], len(objects), count))
try:
    read(base + "/taxii2/", "application/json")
    raise AssertionError("another media type is answered")
except urllib.error.HTTPError as error:
    assert error.code == 406, error.code
assert told, "no collection to read"
print("; ".join(told))
