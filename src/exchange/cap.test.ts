import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { capAlert, capFeed } from './cap.ts';
import { readCap } from './capreader.ts';
import { anyFinding, finding, options, release, releasedTo } from './entries.test-support.ts';

const alertOf = (entry: ReturnType<typeof finding>, exercise = true) =>
  capAlert(
    releasedTo('lumen', [entry]).map(([only]) => only),
    'lumen',
    { ...options, exercise },
  ) ?? '';
const problemsOf = (xml: string) => readCap(xml).problems;
const codes = (xml: string) => problemsOf(xml).map(({ code, path }) => `${code} ${path}`);

describe('an alert of ours', () => {
  it('breaks no rule, whatever a finding says', () => {
    fc.assert(
      fc.property(anyFinding, (any) => {
        expect(problemsOf(alertOf(any))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('says that it is an exercise, and whom it is for', () => {
    const { alert } = readCap(alertOf(finding('x', {}, { release: { ...release, tlp: 'RED' } })));
    expect(alert).toMatchObject({ status: 'Exercise', scope: 'Private', msgType: 'Update' });
    expect(readCap(alertOf(finding('x'), false)).alert).toMatchObject({
      status: 'Actual',
      scope: 'Restricted',
    });
  });

  it('is public only where the audience is the public', () => {
    const open = { ...release, tlp: 'CLEAR', audience: { kind: 'public' } } as const;
    expect(readCap(alertOf(finding('x', {}, { release: open }))).alert.scope).toBe('Public');
  });

  it('is taken back when the finding is', () => {
    expect(readCap(alertOf(finding('x', { withdrawn: true }))).alert.msgType).toBe('Cancel');
  });

  it('says no more than it knows: severity unknown, and certainty by confidence', () => {
    const [info] = readCap(alertOf(finding('x', {}, { confidence: 50 }))).alert.infos;
    expect(info).toMatchObject({ severity: 'Unknown', certainty: 'Possible' });
    expect(info.areas[0].circles).toEqual([{ lonDeg: 126.9, latDeg: 27.2, radiusKm: 0.5556 }]);
  });

  it('stands whole in an Atom feed', () => {
    const feed = capFeed(releasedTo('lumen', [finding('a'), finding('b')]), 'lumen', 'ja', options, '/cap');
    expect(feed.match(/<identifier>/g)).toHaveLength(2);
  });
});

const sample = sharedData('exchange/cap/resources/cap_amber_alert_example.xml');
describe.skipIf(sample === undefined)('the published example (needs ../shared/data)', () => {
  const xml = sample === undefined ? '' : readFileSync(sample, 'utf8');
  it('reads without a problem, in both its languages', () => {
    const { alert, problems } = readCap(xml);
    expect(problems).toEqual([]);
    expect(alert.infos.map(({ language }) => language)).toEqual(['en-US', 'es-US']);
    expect(alert.infos[0].areas[0].geocodes).toEqual([{ list: 'SAME', code: '006037' }]);
  });
});

describe('a reader is told', () => {
  const good = alertOf(finding('x'));
  const broken = (from: string | RegExp, to: string) => codes(good.replace(from, to));

  it('what is missing, repeated or unknown', () => {
    expect(broken(/<sender>.*<\/sender>/, '')).toContain('required alert/sender');
    expect(broken('</sender>', '</sender><sender>b</sender>')).toContain('repeated alert/sender');
    expect(broken('<sent>', '<colour>red</colour><sent>')).toContain('unknown alert/colour');
  });

  it('which words are not of the list, and which times have no offset', () => {
    expect(broken('>Exercise<', '>Real<')).toContain('value alert/status');
    expect(broken(/<sent>.*<\/sent>/, '<sent>2026-11-20T21:00:00Z</sent>')).toContain('time alert/sent');
  });

  it('what the text of the standard asks beyond its schema', () => {
    expect(broken(/<references>.*<\/references>/, '')).toContain('condition alert/references');
    expect(broken(/<restriction>.*<\/restriction>/, '')).toContain('condition alert/restriction');
    expect(broken('>Restricted<', '>Private<')).toContain('condition alert/addresses');
    expect(broken(/<identifier>.*<\/identifier>/, '<identifier>a b</identifier>')).toContain(
      'text alert/identifier',
    );
  });

  it('that a polygon is closed and a circle has a radius', () => {
    const area = (shape: string) => broken(/<circle>.*?<\/circle>/, shape);
    expect(area('<polygon>1,1 2,2 3,1</polygon>')).toContain('geometry alert/info[0]/area[0]/polygon[0]');
    expect(area('<polygon>1,1 2,2 3,1 1,1</polygon>')).toEqual([]);
    expect(area('<circle>95,1 3</circle>')).toContain('geometry alert/info[0]/area[0]/circle[0]');
  });

  it('nothing about files that it was never meant to open', () => {
    expect(() => readCap(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>${good}`)).toThrow(
      expect.objectContaining({ code: 'xml.doctype' }),
    );
  });
});
