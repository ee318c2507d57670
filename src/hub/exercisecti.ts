/**
 * The exercise's threat intelligence: a partner gives a campaign with its indicators, the hub's own people saw one of
 * them. Added by the way that TAXII goes, marked as such objects are; names and addresses are reserved ones (RFC 2606,
 * RFC 5737).
 */
import { derivedId, instant } from '../core/index.ts';
import type { EntryId } from '../core/index.ts';
import { observableId } from '../exchange/index.ts';
import type { HubContext } from './exits.ts';
import type { Hub } from './hub.ts';
import { addObjects } from './taxii/adding.ts';

type Properties = { readonly [property: string]: unknown };

const hourMs = 3_600_000;
/** TLP:GREEN of STIX 2.1: the giver and the party whose hub it is. */
const green = 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da';
const idOf = (type: string, name: string): EntryId => derivedId(type, 'exercise', name);

/** @param window an account's window @throws `cti.*` never: what is refused would be a fault of this file */
export async function tellCti(hub: Hub, window: (account: string) => () => HubContext): Promise<void> {
  const { nowUtcMs } = window('taro')();
  await give(hub, window('lumen')(), campaign(nowUtcMs - 30 * hourMs));
  await give(hub, window('taro')(), seenHere(nowUtcMs - 6 * hourMs));
}

async function give(hub: Hub, context: HubContext, objects: readonly Properties[]): Promise<void> {
  const { parts } = hub;
  const { viewer } = context;
  const { failures } = await addObjects(objects, {
    giver: { owner: viewer.party, level: viewer.level, addressees: { recipient: parts.holder } },
    store: parts.store,
    withdrawn: parts.withdrawn,
    append: context.append,
  });
  if (failures.length > 0) throw new Error(`the exercise's objects are refused: ${JSON.stringify(failures)}`);
}

function object(type: string, name: string, atUtcMs: number, fields: Properties): Properties {
  const at = instant(atUtcMs);
  return {
    type,
    spec_version: '2.1',
    id: idOf(type, name),
    created: at,
    modified: at,
    object_marking_refs: [green],
    labels: ['exercise'],
    ...fields,
  };
}

function relation(kind: string, source: EntryId, target: EntryId, atUtcMs: number): Properties {
  return object('relationship', `${source} ${kind} ${target}`, atUtcMs, {
    relationship_type: kind,
    source_ref: source,
    target_ref: target,
  });
}

const indicators = [
  ['Look-alike of the harbour office', "[domain-name:value = 'harbour-notice.example']"],
  ['Where the loader reports to', "[ipv4-addr:value = '203.0.113.24']"],
  ['Chart update with a loader inside', "[file:name = 'chart-update-minna.zip']"],
] as const;

function campaign(atUtcMs: number): Properties[] {
  const operation = idOf('campaign', 'harbour notices');
  const loader = idOf('malware', 'loader');
  const technique = idOf('attack-pattern', 'phishing');
  const advice = idOf('course-of-action', 'chart updates');
  return [
    object('campaign', 'harbour notices', atUtcMs, {
      name: 'EXERCISE Harbour Notices',
      description: 'Mails in the name of harbour offices that carry false chart updates.',
      first_seen: instant(atUtcMs - 120 * hourMs),
    }),
    object('malware', 'loader', atUtcMs, {
      name: 'EXERCISE loader',
      is_family: false,
      malware_types: ['downloader'],
    }),
    object('attack-pattern', 'phishing', atUtcMs, {
      name: 'Spearphishing Attachment',
      external_references: [{ source_name: 'mitre-attack', external_id: 'T1566.001' }],
    }),
    object('course-of-action', 'chart updates', atUtcMs, {
      name: 'Take chart updates from the hydrographic office alone',
    }),
    ...indicators.map(([name, pattern]) =>
      object('indicator', name, atUtcMs, {
        name: `EXERCISE ${name}`,
        pattern,
        pattern_type: 'stix',
        valid_from: instant(atUtcMs),
        indicator_types: ['malicious-activity'],
      }),
    ),
    ...indicators.map(([name]) => relation('indicates', idOf('indicator', name), operation, atUtcMs)),
    relation('uses', operation, loader, atUtcMs),
    relation('uses', operation, technique, atUtcMs),
    relation('mitigates', advice, technique, atUtcMs),
  ];
}

/** What the hub's own people saw: an observable, when, and that it is the indicator's. */
function seenHere(atUtcMs: number): Properties[] {
  const domain = { type: 'domain-name', spec_version: '2.1', value: 'harbour-notice.example' };
  const domainId = observableId(domain) as EntryId;
  const observed = idOf('observed-data', 'mail to the watch');
  const span = { first: instant(atUtcMs - hourMs), last: instant(atUtcMs) };
  return [
    { ...domain, id: domainId, object_marking_refs: [green] },
    object('observed-data', 'mail to the watch', atUtcMs, {
      first_observed: span.first,
      last_observed: span.last,
      number_observed: 3,
      object_refs: [domainId],
    }),
    object('sighting', 'mail to the watch', atUtcMs, {
      first_seen: span.first,
      last_seen: span.last,
      count: 3,
      sighting_of_ref: idOf('indicator', indicators[0][0]),
      observed_data_refs: [observed],
    }),
  ];
}
