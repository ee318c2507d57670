"""Reads a MISP feed as its readers do: the manifest, then one file an event. Standard library only."""
import json
import os
import sys
import urllib.request


def read(address):
    request = urllib.request.Request(address, headers={"Authorization": "Bearer " + os.environ["TOKEN"]})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


folder = sys.argv[1]
manifest = read(folder + "/manifest.json")
assert manifest, "the manifest names no event"
for uuid, summary in list(manifest.items())[:50]:
    event = read(folder + "/" + uuid + ".json")["Event"]
    assert event["uuid"] == uuid and event["info"] == summary["info"], uuid
    assert event["distribution"] in ("0", "4"), event["distribution"]
    assert event["sharing_group_id"] == "0" or event["distribution"] == "4", uuid
print(len(manifest), "events")
