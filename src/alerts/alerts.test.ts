import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonwatchError, EntryTypes, ownerOnly, pass, publicViewer } from '../core/index.ts';
import type { Entry, EntryDraft, ImportReport } from '../core/index.ts';
import { capAlert, featureCollection, readCap } from '../exchange/index.ts';
import type { ExchangeOptions } from '../exchange/index.ts';
import { Speaker, coreWords } from '../words/index.ts';
import { alertsWords } from '../words/alerts.ts';
import { sharedData } from '../../test/shared.ts';
import { alertType } from './alert.ts';
import type { AlertBody } from './alert.ts';
import { alertsRoom } from './room.ts';

const [importer] = alertsRoom.importers;
const at = '2026-11-28T00:00:00.000Z';

function imported(text: string): { report: ImportReport; drafts: EntryDraft<AlertBody>[] } {
  const drafts: EntryDraft[] = [];
  const open = importer.open(
    { batch: () => {}, entry: (draft) => drafts.push(draft) },
    { party: 'hub', level: 'other' },
  );
  open.push(new TextEncoder().encode(text));
  return { report: open.end(), drafts: drafts as unknown as EntryDraft<AlertBody>[] };
}

const info = (language: string, headline: string) => `<info><language>${language}</language>
 <category>Met</category><event>Gale</event><urgency>Expected</urgency><severity>Severe</severity>
 <certainty>Likely</certainty><onset>2026-11-28T01:00:00-00:00</onset><expires>2026-11-28T09:00:00-00:00</expires>
 <headline>${headline}</headline><area><areaDesc>Strait</areaDesc>
 <polygon>33,129 33,130 34,130 33,129</polygon><circle>35,135 10</circle></area></info>`;
const alert = (more = '', { status = 'Actual', type = 'Alert', scope = 'Public' } = {}) =>
  `<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>A1</identifier>
 <sender>met@weather.example</sender><sent>2026-11-28T00:00:00-00:00</sent><status>${status}</status>
 <msgType>${type}</msgType><scope>${scope}</scope>${more}${info('en-GB', 'Gale in the strait')}${info('ja', '海峡で強風')}</alert>`;

const types = new EntryTypes([alertType as never]);
const speaker = new Speaker([coreWords, alertsWords]);
const writing: ExchangeOptions = {
  shapes: alertsRoom.shapes,
  types,
  speaker,
  exercise: false,
  source: 'hub',
  partyName: (party) => ({ en: party, ja: party }),
};
const entryOf = (draft: EntryDraft<AlertBody>) =>
  types.check({ ...draft, created: at, modified: at }) as unknown as Entry<AlertBody>;
function releasedToHub(entry: Entry<AlertBody>) {
  const held = { entry: entry as unknown as Entry, type: types.get('alert') };
  const viewer = { ...publicViewer, party: 'hub', level: 'other' as const };
  return pass([held], viewer, () => held, { at, holder: 'hub' });
}

describe('an alert of somebody else', () => {
  it('becomes an entry that says whose words it is, in the language of its reader', () => {
    const { report, drafts } = imported(alert());
    expect(report).toMatchObject({ read: 1, taken: 1, refused: [] });
    const entry = entryOf(drafts[0]);
    const title = (language: 'en' | 'ja') => speaker.say(language, alertType.title(entry));
    expect(title('en')).toBe('met@weather.example says: Gale in the strait');
    expect(title('ja')).toBe('met@weather.exampleの発表：海峡で強風');
    expect(alertType.place?.(entry.body)).toEqual({ lonDeg: 135, latDeg: 35 });
    expect(alertType.span?.(entry.body)).toEqual({
      startUtcMs: Date.parse('2026-11-28T01:00:00Z'),
      endUtcMs: Date.parse('2026-11-28T09:00:00Z'),
    });
  });

  it('stays with whoever brought it, whatever scope its sender gave it', () => {
    for (const [scope, more] of [
      ['Public', ''],
      ['Restricted', '<restriction>x</restriction>'],
      ['Private', '<addresses>y</addresses>'],
    ])
      expect(imported(alert(more, { scope })).drafts[0].release, scope).toEqual(ownerOnly('hub'));
  });

  it('is refused with every rule that it broke', () => {
    const { report, drafts } = imported(
      alert().replace('<msgType>Alert</msgType>', '<msgType>Shout</msgType>'),
    );
    expect(drafts).toEqual([]);
    expect(report.refused).toEqual([{ reason: 'value', count: 1, samples: ['value alert/msgType: Shout'] }]);
    expect(() => imported('<feed><entry/></feed>')).toThrow(CommonwatchError);
    expect(() => imported(`<!DOCTYPE x>${alert().slice(21)}`)).toThrow(CommonwatchError);
  });

  it('is the same entry when it is read again, and another when it was sent again', () => {
    const id = (text: string) => imported(text).drafts[0].id;
    expect(id(alert())).toBe(id(alert()));
    expect(id(alert())).not.toBe(id(alert().replace('00:00:00-00:00</sent>', '00:00:01-00:00</sent>')));
  });

  it('refers to those that it cancels', () => {
    const before = imported(alert()).drafts[0];
    const [cancel] = imported(
      alert('<references>met@weather.example,A1,2026-11-28T00:00:00-00:00</references>', {
        type: 'Cancel',
      }).replace('A1</identifier>', 'A2</identifier>'),
    ).drafts;
    expect(cancel.body.references).toEqual([before.id]);
    expect(speaker.say('en', alertType.title(entryOf(cancel)))).toMatch(/ cancels: /);
  });

  it('of a feed is read whole, entry by entry', () => {
    const inFeed = alert().replace('<?xml version="1.0"?>', '');
    const bad = inFeed.replace('Public', 'Nobody');
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="text/xml">${inFeed}</content></entry>
<entry><content type="text/xml">${bad}</content></entry></feed>`;
    expect(imported(feed).report).toMatchObject({ read: 2, taken: 1 });
  });

  it('leaves again as a valid alert with its area, and a test stays a test', () => {
    for (const status of ['Actual', 'Test', 'Exercise', 'System', 'Draft']) {
      const released = releasedToHub(entryOf(imported(alert('', { status })).drafts[0]));
      const text = capAlert(
        released.map(([first]) => first),
        'hub',
        writing,
      );
      const { alert: again, problems } = readCap(text ?? '');
      expect(problems).toEqual([]);
      expect(again.status).toBe(status);
      expect(again.infos[0].headline).toContain('met@weather.example says: Gale in the strait');
      expect(again.infos[0]).toMatchObject({ severity: 'Severe', urgency: 'Expected', certainty: 'Likely' });
      expect(again.infos[0].areas[0].polygons).toEqual([
        [
          [129, 33],
          [130, 33],
          [130, 34],
          [129, 33],
        ],
      ]);
      expect(again.infos[0].areas[0].circles[0].radiusKm).toBeCloseTo(10, 3);
      const { features } = featureCollection(released, 'hub', 'en', writing);
      expect(JSON.stringify(features)).toContain('[[129,33],[130,33],[130,34],[129,33]]');
    }
  });

  it('over the antimeridian lies there, and not on the other side of the world', () => {
    const across = alert()
      .replaceAll('33,129 33,130 34,130 33,129', '10,179 10,-179 12,-179 10,179')
      .replaceAll('<circle>35,135 10</circle>', '');
    expect(alertType.place?.(imported(across).drafts[0].body)).toEqual({ lonDeg: 180, latDeg: 11 });
  });

  it('that was broken is read or refused with a code', () => {
    const text = alert();
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.string({ maxLength: 8 }), (from, cut, put) => {
        try {
          const { report, drafts } = imported(text.slice(0, from) + put + text.slice(from + cut));
          expect(report.read).toBe(1);
          for (const draft of drafts) entryOf(draft);
        } catch (error) {
          expect(error).toBeInstanceOf(CommonwatchError);
        }
      }),
      { numRuns: 300 },
    );
  });

  const sample = sharedData('exchange/cap/resources/cap_amber_alert_example.xml');
  it.skipIf(sample === undefined)('of the OASIS sample is read in both its languages', () => {
    const { drafts } = imported(readFileSync(sample as string, 'utf8'));
    expect(drafts[0].body.infos.map(({ language }) => language)).toEqual(['en-US', 'es-US']);
  });
});
