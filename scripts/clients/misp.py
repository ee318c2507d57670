"""MISP's clients read a hub: misp.py CHECK HUB FOLDER; the environment has TOKEN."""
import collections
import json
import logging
import os
import sys
import time
import warnings

import requests

check, base, folder = sys.argv[1:4]
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["TOKEN"]
logging.disable(logging.WARNING)
warnings.filterwarnings("ignore")


def read(path):
    answer = session.get(base + path)
    answer.raise_for_status()
    return answer


def feed():
    """Every event of the feed, as whoever follows one reads it."""
    from pymisp import MISPEvent

    for uuid, summary in read("/api/misp/feed/manifest.json").json().items():
        event = MISPEvent()
        event.load(read("/api/misp/feed/%s.json" % uuid).json(), validate=True)
        assert event.uuid == uuid and event.info == summary["info"]
        assert event.manifest[uuid]["Orgc"]["name"] == summary["Orgc"]["name"]
        yield event


def attributes(event):
    return list(event.attributes) + [one for each in event.objects for one in each.attributes]


def pymisp():
    from pymisp import MISPObject

    types = json.load(open(os.path.join(os.path.dirname(sys.modules["pymisp"].__file__), "data/describeTypes.json")))
    mappings = types["result"]["category_type_mappings"]
    counts = collections.Counter()
    for event in feed():
        counts["events"] += 1
        for one in attributes(event):
            counts["attributes"] += 1
            assert one.type in mappings[one.category], (one.category, one.type)
        for given in event.objects:
            counts["objects"] += 1
            template = MISPObject(given.name, strict=True)
            assert template.template_uuid == given.template_uuid, (given.name, given.template_uuid)
            assert str(template.template_version) == str(given.template_version), (given.name, template.template_version)
            for one in given.attributes:
                assert one.type == template._definition["attributes"][one.object_relation]["misp-attribute"], one
                template.add_attribute(one.object_relation, value=one.value)
            assert template._validate()
        assert json.loads(event.to_json())["uuid"] == event.uuid and event.to_feed()["Event"]["uuid"] == event.uuid
    for line in read("/api/misp/feed/hashes.csv").text.splitlines():
        assert len(line.split(",")) == 2, line
    told = ["feed: " + ", ".join("%d %s" % (number, name) for name, number in counts.items())]
    whole = read("/api/exports/findings.misp.json").json()
    from pymisp import MISPEvent

    events = whole["response"] if isinstance(whole, dict) else whole
    for one in events:
        MISPEvent().load(one, validate=True)
    told.append("export: %d events" % len(events))
    told.append(ours())
    return "; ".join(told)


def ours():
    """What PyMISP writes, read by the hub."""
    from pymisp import MISPEvent, MISPObject

    event = MISPEvent()
    event.info = "Written by PyMISP"
    event.distribution, event.threat_level_id, event.analysis = 0, 3, 2
    event.set_date("2026-11-01")
    event.add_tag("tlp:amber")
    values = {"ip-dst": "198.51.100.7", "domain": "beacon.example", "url": "https://beacon.example/a", "sha256": "a" * 64,
              "vulnerability": "CVE-2024-3094", "email-src": "a@beacon.example", "yara": "rule a { condition: true }",
              "filename|md5": "a.exe|" + "b" * 32, "comment": "a word"}
    for kind, value in values.items():
        event.add_attribute(kind, value, to_ids=kind not in ("vulnerability", "comment"))
    made = MISPObject("file", strict=True)
    made.add_attribute("filename", "b.exe")
    made.add_attribute("sha1", "c" * 40)
    event.add_object(made)
    place = MISPObject("geolocation", strict=True)
    place.add_attribute("latitude", 35.5)
    place.add_attribute("longitude", 139.5)
    made.add_reference(place.uuid, "related-to")
    event.add_object(place)
    file = {"file": ("event.json", json.dumps({"Event": json.loads(event.to_json())}), "application/json")}
    job = session.post(base + "/api/imports", files=file, data={"importer": "misp"})
    assert job.ok, job.text
    job = job.json()
    for _ in range(200):
        if job.get("state", job.get("status")) not in ("waiting", "queued", "running", "pending"):
            break
        time.sleep(0.1)
        job = read("/api/jobs/" + job["id"]).json()
    media = {"Accept": "application/taxii+json;version=2.1"}
    kept = session.get(base + "/taxii2/hub/collections/cti/objects/?limit=1000", headers=media).json()["objects"]
    reports = [one for one in kept if one["type"] == "report" and one["name"] == "Written by PyMISP"]
    assert reports, json.dumps(job)[:500]
    inside = collections.Counter(ref.split("--")[0] for ref in reports[-1]["object_refs"])
    text = json.dumps(kept)
    for value in ("198.51.100.7", "beacon.example", "CVE-2024-3094", "b.exe", "a word"):
        assert value in text, value
    return "an event of PyMISP became a report of %d: %s" % (sum(inside.values()), dict(inside))


def misp_stix():
    from misp_stix_converter import ExternalSTIX2toMISPParser, InternalSTIX2toMISPParser, MISPtoSTIX21Parser
    import stix2
    from stix2validator import ValidationOptions, validate_instance

    told = []
    for name in ("bundle.json", "cti.json", "cases.json"):
        parser = ExternalSTIX2toMISPParser()
        bundle = stix2.parse(open(folder + "/" + name, encoding="utf-8").read(), allow_custom=True, interoperability=True)
        parser.load_stix_bundle(bundle)
        parser.parse_stix_bundle(single_event=True)
        event = parser.misp_event
        kinds = collections.Counter(one.name for one in event.objects) + collections.Counter(one.type for one in event.attributes)
        failed = {key: len(value) for key, value in (("errors", parser.errors), ("warnings", parser.warnings)) if value}
        told.append("%s: %d attributes, %d objects %s" % (name, len(event.attributes), len(event.objects), failed or ""))
    written = 0
    for number, event in enumerate(feed()):
        if number == 40:
            break
        parser = MISPtoSTIX21Parser()
        parser.parse_misp_event({"Event": json.loads(event.to_json())})
        objects = [json.loads(one.serialize()) for one in parser.bundle.objects]
        name = "%s/misp-stix-%d.json" % (folder, number)
        made = {"type": "bundle", "id": parser.bundle.id, "objects": objects}
        json.dump(made, open(name, "w"))
        assert validate_instance(made, ValidationOptions(silent=True, version="2.1")).is_valid
        back = InternalSTIX2toMISPParser()
        back.load_stix_bundle(stix2.parse(json.dumps(made), allow_custom=True))
        back.parse_stix_bundle()
        assert back.misp_event.uuid == event.uuid
        written += 1
    told.append("%d events to STIX 2.1 and back" % written)
    return "; ".join(told)


print({"pymisp": pymisp, "misp-stix": misp_stix}[check]())
