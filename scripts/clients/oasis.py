"""The OASIS clients read a hub: oasis.py CHECK HUB FOLDER [EXAMPLES]; the environment has TOKEN and ACCOUNT."""
import collections
import glob
import json
import logging
import os
import sys
import tempfile
import uuid

import requests

check, base, folder = sys.argv[1:4]
examples = sys.argv[4] if len(sys.argv) > 4 else None
token, account = os.environ["TOKEN"], os.environ["ACCOUNT"]
logging.disable(logging.WARNING)


class Bearer(requests.auth.AuthBase):
    def __call__(self, request):
        request.headers["Authorization"] = "Bearer " + token
        return request


def server(**how):
    from taxii2client.v21 import Server

    return Server(base + "/taxii2/", **(how or {"auth": Bearer()}))


def collection(alias):
    found = [one for one in server().api_roots[0].collections if one._raw["alias"] == alias]
    assert len(found) == 1, alias
    return found[0]


def refused(status, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except requests.exceptions.HTTPError as error:
        assert error.response.status_code == status, error.response.text
        assert error.response.json()["title"], "an error without a title"
        return
    raise AssertionError("not refused: %s" % (args or kwargs,))


def paged(function, size, **filters):
    from taxii2client.v21 import as_pages

    pages = list(as_pages(function, per_request=size, **filters))
    return [one for page in pages for one in page.get("objects", [])], len(pages)


def given():
    """STIX objects to give: the examples, or a few of our own."""
    objects = {}
    for name in sorted(glob.glob(examples + "/**/*.json", recursive=True)) if examples else []:
        content = json.load(open(name, encoding="utf-8"))
        for one in content if isinstance(content, list) else content.get("objects", [content]):
            if one.get("type") in (None, "bundle") or (one.get("spec_version") != "2.1" and "created" in one):
                continue
            objects[(one["id"], one.get("modified"))] = one
    if not objects:
        import stix2

        for one in (
            stix2.Malware(name="x", is_family=True),
            stix2.URL(value="https://example.org/"),
            stix2.Indicator(name="x", pattern="[url:value = 'https://example.org/']", pattern_type="stix"),
        ):
            objects[(one.id, None)] = json.loads(one.serialize())
    return list(objects.values())


def steadily(one, read):
    """Reads once more where the collection changed meanwhile: the exercise goes on."""
    for _ in range(5):
        before = paged(one.get_manifest, 1000)[0]
        try:
            return read(one)
        except AssertionError:
            if paged(one.get_manifest, 1000)[0] == before:
                raise
    raise AssertionError("the collection never stood still")


def reads(one):
    objects, count = paged(one.get_objects, 200)
    ids = [(each["id"], each.get("modified")) for each in objects]
    assert len(set(ids)) == len(ids), "an object came twice"
    records, pages = paged(one.get_manifest, 200)
    assert [each["id"] for each in records] == [each["id"] for each in objects], "the manifest differs"
    whole, large = paged(one.get_objects, 5000)
    assert whole == objects, "pages of another size give other objects"
    assert one.get_objects().get("objects", [])[:5] == objects[:5]
    told = "%s: %d objects in %d and %d pages, manifest in %d" % (one.title, len(objects), count, large, pages)
    if not objects:
        return told
    kinds = collections.Counter(each["type"] for each in objects)
    for kind, number in kinds.items():
        assert len(paged(one.get_objects, 100, type=kind)[0]) == number, kind
    two = list(kinds)[:2]
    assert len(paged(one.get_objects, 100, type=two)[0]) == sum(kinds[kind] for kind in two)
    some = [each["id"] for each in objects[-5:]]
    assert [each["id"] for each in paged(one.get_objects, 2, id=some)[0]] == some
    middle = records[len(records) // 2]["date_added"]
    later = paged(one.get_objects, 100, added_after=middle)[0]
    assert later == objects[len(records) // 2 + 1 :], "added_after"
    assert not paged(one.get_objects, 100, added_after=records[-1]["date_added"])[0]
    assert not paged(one.get_objects, 100, spec_version="2.0")[0]
    assert paged(one.get_objects, 200, spec_version="2.1", version="all")[0]
    assert one.get_object(some[-1])["objects"][0] == objects[-1]
    assert one.object_versions(some[-1])["versions"]
    refused(404, one.get_object, "malware--" + "0" * 8 + "-0000-4000-8000-" + "0" * 12)
    refused(400, one.get_objects, added_after="yesterday")
    refused(400, one.get_objects, limit=1, next="x")
    return told


def taxii2client():
    from taxii2client.common import TokenAuth
    from taxii2client.v21 import Collection

    told = []
    for how in ({"auth": Bearer()}, {"auth": TokenAuth(token)}, {"user": account, "password": token}):
        assert server(**how).default.collections, "no collection"
    refused(401, lambda: server(user=account, password="wrong").title)
    root = server().api_roots[0]
    assert "application/taxii+json;version=2.1" in root.versions and root.max_content_length > 0
    for one in root.collections:
        if one.can_read:
            told.append(steadily(one, reads))
    refused(404, lambda: Collection(root.url + "collections/none/", auth=Bearer()).title)
    told.append(writes())
    return "; ".join(told)


def writes():
    cti, objects = collection("cti"), given()
    status = cti.add_objects({"objects": objects}, wait_for_completion=True)
    assert status.status == "complete" and status.total_count == len(objects), status._raw
    again = server().api_roots[0].get_status(status.id)
    assert again.success_count == status.success_count
    failures = collections.Counter(each.get("message", "")[:60] for each in status.failures)
    one = next(each for each in objects if each["id"] in {done["id"] for done in status.successes})
    assert cti.get_object(one["id"])["objects"]
    cti.delete_object(one["id"])
    refused(404, cti.get_object, one["id"])
    versions()
    bad = cti.add_objects({"objects": [{"type": "malware", "id": "malware--1"}]})
    assert bad.failure_count == 1 and bad.failures[0]["message"]
    return "gave %d, %d refused %s, deleted one" % (len(objects), status.failure_count, dict(failures) or "")


def versions():
    """One object in three versions, the oldest given last; one of them taken away again."""
    cti, name = collection("cti"), "malware--" + str(uuid.uuid4())
    times = ["2026-01-0%dT00:00:00.000Z" % day for day in (1, 2, 3)]
    made = [{"type": "malware", "spec_version": "2.1", "id": name, "created": times[0], "modified": time,
             "is_family": False, "name": time} for time in times]
    for one in (made[1], made[2], made[0]):
        assert cti.add_objects({"objects": [one]}).success_count == 1
    named = lambda **filters: [one["name"] for one in cti.get_object(name, **filters).get("objects", [])]
    assert named() == named(version="last") == [times[2]]
    assert named(version="first") == [times[0]] and named(version=times[1]) == [times[1]]
    assert sorted(named(version="all")) == times == sorted(cti.object_versions(name)["versions"])
    cti.delete_object(name, version=times[2])
    assert named() == [times[1]] and sorted(named(version="all")) == times[:2]
    cti.delete_object(name)
    refused(404, cti.get_object, name)


def stix2client():
    import stix2

    told = []
    for alias in ("findings", "cti"):
        told.append(steadily(collection(alias), stores))
    bundle = stix2.parse(open(folder + "/bundle.json", encoding="utf-8").read(), allow_custom=True)
    told.append("a bundle of %d" % len(bundle.objects))
    return "; ".join(told)


def stores(one):
    import stix2

    source = stix2.TAXIICollectionSource(one, items_per_page=300)
    objects = source.query([])
    assert objects, one.title
    for each in objects[-20:]:
        assert source.get(each["id"])["id"] == each["id"]
        assert source.all_versions(each["id"])
    kinds = collections.Counter(each["type"] for each in objects)
    for kind, number in kinds.items():
        assert len(source.query([stix2.Filter("type", "=", kind)])) == number, kind
    some = [each["id"] for each in objects[:3]]
    assert len(source.query([stix2.Filter("id", "in", some)])) == len(some)
    assert source.get("malware--" + "0" * 8 + "-0000-4000-8000-" + "0" * 12) is None
    memory = stix2.MemoryStore(objects)
    for each in objects:
        assert memory.get(each["id"])["id"] == each["id"]
    with tempfile.TemporaryDirectory() as place:
        files = stix2.FileSystemStore(place, allow_custom=True)
        files.add(objects)
        assert {each["id"] for each in files.query([])} == {each["id"] for each in objects}
    return "%s: %d objects of %d types, %s" % (one.title, len(objects), len(kinds), strictly(one))


def strictly(held):
    """Without custom content. To stix2 every reference to a name in x- is custom, also where an extension defines it."""
    import stix2

    custom = 0
    objects = paged(held.get_objects, 1000)[0]
    for one in objects:
        try:
            stix2.parse(one, allow_custom=False)
        except stix2.exceptions.InvalidValueError:
            assert one["type"] == "observed-data" and one["object_refs"][0].startswith("x-commonwatch-"), one["id"]
            custom += 1
    return "%d without custom content" % (len(objects) - custom)


def validator():
    from stix2validator import ValidationOptions, validate_instance

    told = []
    for alias in ("findings", "cti"):
        objects = paged(collection(alias).get_objects, 1000)[0]
        bundle = {"type": "bundle", "id": "bundle--" + str(uuid.uuid4()), "objects": objects}
        with open("%s/taxii-%s.json" % (folder, alias), "w", encoding="utf-8") as file:
            json.dump(bundle, file)
    files = [("taxii-findings.json", "2.1"), ("taxii-cti.json", "2.1")]
    for name in ("bundle", "cases", "cti"):
        files += [(name + ".json", "2.1"), (name + "20.json", "2.0")]
    for name, version in files:
        content = json.load(open(folder + "/" + name, encoding="utf-8"))
        assert content["objects"], name
        result = validate_instance(content, ValidationOptions(silent=True, version=version))
        assert result.is_valid, [error.message for error in result.errors[:3]]
        kinds = collections.Counter()
        for warning in result.warnings:
            number = str(warning).split("{")[1].split("}")[0] if "{" in str(warning) else str(warning)
            kinds[number] += 1
        told.append("%s: %d objects of STIX %s, warnings %s" % (name, len(content["objects"]), version, dict(kinds)))
    return "; ".join(told)


def patterns():
    from stix2patterns.v21.pattern import Pattern
    from stix2patterns.validator import run_validator

    bundle = json.load(open(folder + "/cti.json", encoding="utf-8"))
    seen = [one["pattern"] for one in bundle["objects"] if one["type"] == "indicator" and one["pattern_type"] == "stix"]
    assert seen, "no pattern"
    for pattern in seen:
        assert not run_validator(pattern, stix_version="2.1"), pattern
        Pattern(pattern).inspect()
    return "%d patterns" % len(seen)


print({"taxii2client": taxii2client, "stix2": stix2client, "stix2validator": validator, "stix2patterns": patterns}[check]())
