import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { derivedId, judgementType, findingType, ownerOnly } from '../core/index.ts';
import type { EntryDraft, EntryId } from '../core/index.ts';
import {
  account,
  bySubject,
  finding,
  findingBody,
  makeFixture,
  relation,
  releasedTo,
  seenBy,
  startUtcMs,
  to,
} from '../../test/worlds/store.ts';
import type { Fixture } from '../../test/worlds/store.ts';
import { openStore } from './index.ts';
import type { StoreEvent, StoreView } from './index.ts';
import { Sql } from './sql.ts';
import type { View } from './view.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await makeFixture();
});
afterEach(() => fixture.end());

async function append(...drafts: EntryDraft[]) {
  return fixture.store.append(drafts, account);
}

function windowOf(party: string): StoreView {
  return fixture.store.view(fixture.store.viewer(party));
}

function code(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

describe('appending', () => {
  it('gives each entry an id and times, and it is there after the store was opened again', async () => {
    const [entry] = await append(finding('one'));
    expect(entry).toMatchObject({ owner: 'us', created: entry.modified });
    fixture = await fixture.reopen();
    expect(windowOf('us').entry(entry.id).for('us')).toEqual(entry);
  });

  it('writes a version over the one before: same id, same created, later modified', async () => {
    const [first] = await append(finding('one'));
    const [second] = await append({ ...finding('two'), id: first.id });
    expect(second).toMatchObject({ id: first.id, created: first.created });
    expect(second.modified > first.modified).toBe(true);
    expect(seenBy(fixture.store, 'us')).toEqual([first.id]);
    expect(windowOf('us').versions(first.id).for('us')).toEqual([second, first]);
  });

  it('keeps the order of versions that are appended at once and before the first is on disk', async () => {
    const id = derivedId('finding', 'many');
    const all = await Promise.all(
      Array.from({ length: 250 }, (_, i) => append({ ...finding(`version ${i}`), id })),
    );
    const modified = all.map(([entry]) => entry.modified);
    expect(modified).toEqual([...new Set(modified)].sort());
    expect(windowOf('us').versions(id).for('us')).toHaveLength(250);
    expect(windowOf('us').entry(id).for('us')).toEqual(all[249][0]);
  });

  it('is refused to whoever does not own the entry', async () => {
    const [entry] = await append(finding('one'));
    await expect(append(finding('theirs', ownerOnly('astoria')))).rejects.toMatchObject({
      code: 'entry.not-owner',
    });
    const theirs = { ...finding('taken', ownerOnly('astoria')), id: entry.id };
    await expect(fixture.store.append([theirs], { ...account, as: 'astoria' })).rejects.toMatchObject({
      code: 'entry.not-owner',
    });
  });

  it('writes nothing of a call in which one entry is bad', async () => {
    const bad = { ...finding('bad'), confidence: 101 };
    await expect(append(finding('good'), bad)).rejects.toMatchObject({ code: 'entry.invalid' });
    expect(seenBy(fixture.store, 'us')).toEqual([]);
    await append(finding('good'));
    expect(seenBy(fixture.store, 'us')).toHaveLength(1);
  });

  it('gives back what stands, where nothing would change and that is asked for', async () => {
    const id = derivedId('finding', 'replayed');
    const [first] = await append({ ...finding('same'), id });
    const before = await fixture.store.describe();
    const again = await fixture.store.append([{ ...finding('same'), id }], {
      ...account,
      skipUnchanged: true,
    });
    expect(again).toEqual([first]);
    expect(await fixture.store.describe()).toEqual(before);
  });

  it('takes text with every character that JSON can hold', async () => {
    const note = 'nul \u0000, lone \ud800, 𠮷野家, "quotes"\n';
    const [entry] = await append(finding(note));
    fixture = await fixture.reopen();
    expect(windowOf('us').entry(entry.id).for('us')).toEqual(entry);
  });

  it('takes in what another owner issued, once, and never an older version after a newer', async () => {
    const [ours] = await append(finding('theirs'));
    const theirs = {
      ...ours,
      id: derivedId('finding', 'far'),
      owner: 'astoria',
      release: ownerOnly('astoria'),
    };
    expect(await fixture.store.receive([theirs], account)).toEqual([theirs]);
    expect(await fixture.store.receive([theirs], account)).toEqual([theirs]);
    const older = { ...theirs, modified: '2020-01-01T00:00:00.000Z', created: '2020-01-01T00:00:00.000Z' };
    await expect(fixture.store.receive([older], account)).rejects.toMatchObject({ code: 'entry.not-newer' });
    expect(seenBy(fixture.store, 'astoria')).toEqual([theirs.id]);
    expect(seenBy(fixture.store, 'us')).toEqual([ours.id]);
  });

  it('is done by one process at a time, while others may read', async () => {
    const options = {
      folder: fixture.folder,
      party: 'us',
      types: [findingType, judgementType],
      inThread: true,
    };
    await expect(openStore(options)).rejects.toMatchObject({ code: 'store.locked' });
    await append(finding('one'));
    const reader = await openStore({ ...options, readOnly: true });
    expect(seenBy(reader, 'us')).toHaveLength(1);
    await expect(reader.append([finding('two')], account)).rejects.toMatchObject({ code: 'store.read-only' });
    await reader.close();
  });

  it('keeps the key and the secrets from other users of the machine', () => {
    for (const file of ['node.key', 'cursor.secret'])
      expect(statSync(join(fixture.folder, file)).mode & 0o777).toBe(0o600);
  });
});

describe('the writer in a worker thread', () => {
  it('acknowledges, refuses and closes as the one in this thread does', async () => {
    fixture = await fixture.reopen({ inThread: false });
    const [entry] = await append(finding('one'));
    await expect(append({ ...finding('bad'), confidence: -1 })).rejects.toMatchObject({
      code: 'entry.invalid',
    });
    expect(windowOf('us').entry(entry.id).for('us')).toEqual(entry);
    const verification = await fixture.store.verify();
    expect(verification.problems).toEqual([]);
    await fixture.store.close();
    await expect(append(finding('late'))).rejects.toMatchObject({ code: 'store.closed' });
  });
});

describe('a window', () => {
  it('shows a party what is released to it, by name or by group, and nothing else', async () => {
    const [own, named, grouped, open] = await append(
      finding('own'),
      finding('named', to('borealia')),
      finding('grouped', releasedTo({ kind: 'named', parties: [], groups: ['watch'] })),
      finding('open', releasedTo({ kind: 'public' })),
    );
    expect(seenBy(fixture.store, 'us')).toEqual([open.id, grouped.id, named.id, own.id]);
    expect(seenBy(fixture.store, 'astoria')).toEqual([open.id, grouped.id]);
    expect(seenBy(fixture.store, 'borealia')).toEqual([open.id, named.id]);
    expect(seenBy(fixture.store, '')).toEqual([open.id]);
  });

  it('answers for what is hidden exactly as for what never existed', async () => {
    const [hidden] = await append(finding('hidden'));
    const never = derivedId('finding', 'never');
    for (const ask of ['entry', 'neighbours', 'versions'] as const) {
      const errors = [hidden.id, never].map((id) => {
        try {
          windowOf('astoria')[ask](id);
          return undefined;
        } catch (error) {
          return (error as Error).message.replace(id, 'ID');
        }
      });
      expect(errors[0]).toBeDefined();
      expect(errors[0]).toBe(errors[1]);
    }
  });

  it('counts, facets and bars of time hold only what is seen', async () => {
    await append(finding('a', to('astoria')), finding('b', to('borealia')), finding('c'));
    const bars = { fromUtcMs: startUtcMs, toUtcMs: startUtcMs + 3_600_000, stepMs: 3_600_000 };
    const view = windowOf('astoria');
    expect(view.count({}).for('astoria')).toBe(1);
    expect(view.facets({}).for('astoria')).toEqual({ types: { finding: 1 }, kinds: { encounter: 1 } });
    expect(view.histogram({}, bars).for('astoria').counts).toEqual([1]);
    expect(windowOf('').facets({}).for('')).toEqual({ types: {}, kinds: {} });
  });

  it('pages without gaps or doubles, and its cursor says nothing of what lies between', async () => {
    const drafts = Array.from({ length: 25 }, (_, i) =>
      finding(`${i}`, i % 2 === 0 ? to('astoria') : to('borealia')),
    );
    await append(...drafts);
    const view = windowOf('astoria');
    const seen: EntryId[] = [];
    let cursor: string | undefined;
    do {
      const page = view.entries({ limit: 5, cursor }).for('astoria');
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(seenBy(fixture.store, 'astoria'));
    expect(seen).toHaveLength(13);
  });

  it('offers no further page where only hidden entries are left', async () => {
    await append(finding('hidden'), finding('a', to('astoria')), finding('b', to('astoria')));
    expect(windowOf('astoria').entries({ limit: 2 }).for('astoria')).not.toHaveProperty('cursor');
  });

  it('takes a cursor from the viewer and the question that it was given for, and from no other', async () => {
    await append(...Array.from({ length: 4 }, (_, i) => finding(`${i}`, to('astoria', 'borealia'))));
    const { cursor } = windowOf('astoria').entries({ limit: 1 }).for('astoria');
    expect(cursor).toBeDefined();
    const ask = (party: string, query: object) => () => windowOf(party).entries({ ...query, cursor });
    expect(code(ask('astoria', { limit: 2 }))).toBeUndefined();
    expect(code(ask('borealia', { limit: 1 }))).toBe('cursor.invalid');
    expect(code(ask('astoria', { limit: 1, types: ['finding'] }))).toBe('cursor.invalid');
    expect(code(() => windowOf('astoria').search('encounter', { cursor }))).toBe('cursor.invalid');
    expect(code(() => windowOf('astoria').entries({ cursor: `${cursor}A` }))).toBe('cursor.invalid');
    expect(code(() => windowOf('astoria').entries({ cursor: '' }))).toBe('cursor.invalid');
  });

  it('filters by type, kind, owner, time and place, over the antimeridian too', async () => {
    const placed = (name: string, lonDeg: number) =>
      finding(name, ownerOnly('us'), {
        body: findingBody(name, { kind: name, place: { lonDeg, latDeg: 10, uncertaintyNm: 1 } }),
      });
    const [east, west] = await append(placed('east', 179.5), placed('west', -179.5));
    const ids = (query: object) =>
      windowOf('us')
        .entries(query)
        .for('us')
        .entries.map(({ id }) => id);
    expect(ids({ bbox: [179, 0, -179, 20] })).toEqual([west.id, east.id]);
    expect(ids({ bbox: [179, 0, 180, 20] })).toEqual([east.id]);
    expect(ids({ kinds: ['west'] })).toEqual([west.id]);
    expect(ids({ kinds: ['nowhere'] })).toEqual([]);
    expect(ids({ types: ['relation'] })).toEqual([]);
    expect(ids({ owner: 'astoria' })).toEqual([]);
    expect(ids({ fromUtcMs: startUtcMs + 1000 })).toHaveLength(2);
    expect(ids({ fromUtcMs: startUtcMs + 1001 })).toEqual([]);
    expect(ids({ toUtcMs: startUtcMs - 1 })).toEqual([]);
    expect(code(() => ids({ limit: 0 }))).toBe('query.invalid');
    expect(code(() => ids({ bbox: [0, 5, 0, -5] }))).toBe('query.invalid');
  });

  it('shows a past version only if its own release and the latest allow', async () => {
    const [first] = await append(finding('closed'));
    const [second] = await append({ ...finding('open', to('astoria')), id: first.id });
    expect(windowOf('astoria').versions(first.id).for('astoria')).toEqual([second]);
    const seqs = fixture.store
      .records({ limit: 100, kind: 'entry' })
      .records.map(({ seq }) => seq)
      .toSorted((a, b) => a - b);
    const among = (party: string) => {
      const read = (windowOf(party) as View).versionsAt(seqs).for(party);
      return read.map(({ entry }) => entry.modified);
    };
    expect(among('astoria')).toEqual([second.modified]);
    expect(among('us')).toEqual([first.modified, second.modified]);
    await append({ ...finding('closed again'), id: first.id });
    expect(code(() => windowOf('astoria').versions(first.id))).toBe('entry.not-found');
    expect(among('astoria')).toEqual([]);
    expect(windowOf('us').versions(first.id).for('us')).toHaveLength(3);
  });

  it('ends at the expiry for everyone but the owner', async () => {
    const expiresAt = new Date(startUtcMs + 60_000).toISOString();
    const [entry] = await append(finding('short', { ...to('astoria'), expiresAt }));
    expect(seenBy(fixture.store, 'astoria')).toEqual([entry.id]);
    fixture.pass(60_000);
    expect(seenBy(fixture.store, 'astoria')).toEqual([]);
    expect(seenBy(fixture.store, 'us')).toEqual([entry.id]);
  });

  it('follows a group as it is at the time of reading', async () => {
    const [entry] = await append(
      finding('grouped', releasedTo({ kind: 'named', parties: [], groups: ['watch'] })),
    );
    fixture.pass(60_000);
    const from = new Date(startUtcMs + 60_000).toISOString();
    await fixture.store.groups.addVersion('watch', { from, members: ['borealia'] }, 'admin');
    expect(seenBy(fixture.store, 'astoria')).toEqual([]);
    expect(seenBy(fixture.store, 'borealia')).toEqual([entry.id]);
    const then = new Date(startUtcMs).toISOString();
    const before = fixture.store.view(fixture.store.viewer('astoria', then), { at: then });
    expect(before.count({}).for('astoria')).toBe(1);
  });

  it('hides a relation until both ends are here and seen', async () => {
    const [a] = await append(finding('a', to('astoria')));
    const later = derivedId('finding', 'later');
    const [link] = await append(relation(a.id, later, to('astoria')));
    expect(seenBy(fixture.store, 'astoria')).toEqual([a.id]);
    await append({ ...finding('later'), id: later });
    expect(seenBy(fixture.store, 'astoria')).toEqual([a.id]);
    expect(windowOf('astoria').neighbours(a.id).for('astoria')).toEqual([]);
    await append({ ...finding('later', to('astoria')), id: later });
    expect(seenBy(fixture.store, 'astoria')).toEqual([later, link.id, a.id]);
    expect(
      windowOf('astoria')
        .neighbours(a.id)
        .for('astoria')
        .map(({ id }) => id),
    ).toEqual([link.id]);
    fixture = await fixture.reopen();
    expect(seenBy(fixture.store, 'astoria')).toEqual([later, link.id, a.id]);
  });

  it('gives out no mention of a hidden entry: not in text, evidence, provenance or a list', async () => {
    const [secret] = await append(finding('secret'));
    const release = { ...to('astoria'), derivedFrom: secret.id };
    const evidence = [{ kind: 'entry' as const, id: secret.id, note: 'overheard' }];
    const body = findingBody(`as ${secret.id} says`, {
      subjects: [{ kind: 'finding', id: secret.id, name: 'source' }],
    });
    const [open] = await append(finding('', release, { evidence, body }));
    const text = JSON.stringify(windowOf('astoria').entry(open.id).for('astoria'));
    expect(text).not.toContain(secret.id);
    expect(text).not.toContain('overheard');
    expect(JSON.stringify(windowOf('us').entry(open.id).for('us'))).toContain(secret.id);
    expect(JSON.stringify(windowOf('astoria').entries({}).for('astoria'))).not.toContain(secret.id);
    expect(JSON.stringify(windowOf('astoria').versions(open.id).for('astoria'))).not.toContain(secret.id);
  });

  it('tells no reader of the other readers', async () => {
    const [entry] = await append(finding('shared', to('astoria', 'borealia')));
    for (const { release } of [
      windowOf('astoria').entry(entry.id).for('astoria'),
      windowOf('astoria').entries({}).for('astoria').entries[0],
      windowOf('astoria').search('shared').for('astoria').entries[0],
      windowOf('astoria').versions(entry.id).for('astoria')[0],
    ])
      expect(release.audience).toEqual({ kind: 'named', parties: ['astoria'], groups: [] });
    expect(windowOf('us').entry(entry.id).for('us')).toEqual(entry);
  });

  it('drops evidence under a narrower release', async () => {
    const evidence = [
      { kind: 'dataset' as const, source: 'radar', asOf: '2026-01-01T00:00:00Z', release: ownerOnly('us') },
    ];
    const [entry] = await append(finding('x', to('astoria'), { evidence }));
    expect(windowOf('astoria').entry(entry.id).for('astoria').evidence).toEqual([]);
    expect(windowOf('us').entry(entry.id).for('us').evidence).toEqual(evidence);
  });

  it('links no entry to another by a mention that it withholds', async () => {
    const [secret] = await append(finding('secret'));
    const [open] = await append(finding('open', to('astoria')));
    const subjects = [{ kind: 'finding', id: secret.id, name: open.id }];
    const [both] = await append(finding('both', to('astoria'), { body: findingBody('both', { subjects }) }));
    expect(
      windowOf('us')
        .neighbours(open.id)
        .for('us')
        .map(({ id }) => id),
    ).toEqual([both.id]);
    expect(windowOf('astoria').neighbours(open.id).for('astoria')).toEqual([]);
  });

  it('gives rows of visible entries only, and of withheld parts none', async () => {
    const subject = (id: string, name: string) => ({ kind: 'vessel', id, name });
    const [secret] = await append(
      finding('secret', ownerOnly('us'), { body: findingBody('s', { subjects: [subject('1', 'A')] }) }),
    );
    await append(
      finding('open', to('astoria'), {
        body: findingBody('o', { subjects: [subject('1', 'B'), subject('1', secret.id), subject('1', 'C')] }),
      }),
    );
    const names = (party: string) =>
      windowOf(party)
        .rows('by-subject', { key: '1' })
        .for(party)
        .map(({ value }) => (value as { name: string }).name);
    expect(names('us')).toEqual(['A', 'B', secret.id, 'C']);
    expect(names('astoria')).toEqual(['B', 'C']);
    expect(windowOf('us').rows('by-subject', { limit: 2 }).for('us')).toHaveLength(2);
    expect(windowOf('us').rows('by-subject', { key: '2' }).for('us')).toEqual([]);
  });

  it('tells a projection of the version before only where both were for the same readers', async () => {
    const subjects = [{ kind: 'vessel', id: '9' }];
    const id = derivedId('finding', 'rows');
    const versioned = (note: string, release = to('astoria')) => ({
      ...finding(note, release, { body: findingBody(note, { subjects }) }),
      id,
    });
    const before = () =>
      (windowOf('us').rows('by-subject', { key: '9' }).for('us')[0].value as { before: string }).before;
    await append(versioned('closed', ownerOnly('us')));
    const [second] = await append(versioned('open'));
    expect(before()).toBeNull();
    await append(versioned('open still'));
    expect(before()).toBe(second.modified);
  });
});

describe('search', () => {
  const ids = (party: string, words: string) =>
    windowOf(party)
      .search(words)
      .for(party)
      .entries.map(({ id }) => id);

  it('finds words in any case, width and accent, whole or begun, newest first', async () => {
    const [a, b] = await append(finding('Ålesund Trader'), finding('ＡＬＥＳＵＮＤ tanker'));
    expect(ids('us', 'ålesund')).toEqual([b.id, a.id]);
    expect(ids('us', 'ales')).toEqual([b.id, a.id]);
    expect(ids('us', 'alesund trad')).toEqual([a.id]);
    expect(ids('us', 'lesund')).toEqual([]);
    expect(ids('us', '  "; DROP *')).toEqual([]);
    expect(ids('us', '')).toEqual([]);
  });

  it('finds Japanese and Chinese without spaces, down to one character', async () => {
    const [a, b] = await append(finding('尖閣諸島の接触'), finding('臺灣海峽 ﾀﾝｶｰ'));
    expect(ids('us', '閣諸島')).toEqual([a.id]);
    expect(ids('us', '触')).toEqual([a.id]);
    expect(ids('us', '海峽')).toEqual([b.id]);
    expect(ids('us', 'タンカー')).toEqual([b.id]);
    expect(ids('us', '諸尖')).toEqual([]);
  });

  it('finds only the newest version, and only for who sees it', async () => {
    const [entry] = await append(finding('submarine', to('astoria')));
    expect(ids('astoria', 'submarine')).toEqual([entry.id]);
    expect(ids('borealia', 'submarine')).toEqual([]);
    await append({ ...finding('whale', to('astoria')), id: entry.id });
    expect(ids('astoria', 'submarine')).toEqual([]);
    expect(ids('astoria', 'whale')).toEqual([entry.id]);
  });

  it('finds no entry by a word that stands only in what it withholds', async () => {
    const [secret] = await append(finding('secret'));
    const subjects = [
      { kind: 'vessel', id: '1', name: 'periscope', facts: { source: secret.id } },
      { kind: 'finding', id: secret.id, name: 'hydrophone' },
    ];
    const [open] = await append(finding('open', to('astoria'), { body: findingBody('open', { subjects }) }));
    expect(ids('us', 'hydrophone')).toEqual([open.id]);
    expect(ids('astoria', 'hydrophone')).toEqual([]);
    expect(ids('astoria', secret.id)).toEqual([]);
    expect(ids('astoria', 'periscope')).toEqual([open.id]);
  });

  it('pages', async () => {
    const entries = await append(...Array.from({ length: 5 }, (_, i) => finding(`tanker ${i}`)));
    const first = windowOf('us').search('tanker', { limit: 3 }).for('us');
    const second = windowOf('us').search('tanker', { limit: 3, cursor: first.cursor }).for('us');
    expect([...first.entries, ...second.entries]).toEqual([...entries].reverse());
    expect(second.cursor).toBeUndefined();
  });
});

describe('parties and groups', () => {
  it('keep their past: a change that would rewrite who belonged is refused', async () => {
    const group = fixture.store.groups.get('watch');
    const versions = [{ from: '2026-01-01T00:00:00Z', members: ['borealia'] }];
    await expect(fixture.store.groups.put({ ...group!, versions }, 'admin')).rejects.toMatchObject({
      code: 'group.history',
    });
    await expect(fixture.store.groups.addVersion('none', versions[0], 'admin')).rejects.toMatchObject({
      code: 'group.unknown',
    });
    await expect(
      fixture.store.groups.addVersion('watch', { from: 'now', members: [] }, 'admin'),
    ).rejects.toMatchObject({ code: 'time.invalid' });
    await expect(
      fixture.store.parties.put({ ...fixture.store.parties.get('us')!, id: 'Not An Id' }, 'admin'),
    ).rejects.toMatchObject({ code: 'party.invalid' });
    expect(code(() => fixture.store.viewer('nobody'))).toBe('party.unknown');
  });

  it('are there after the store was opened again', async () => {
    fixture = await fixture.reopen();
    expect(fixture.store.parties.all().map(({ id }) => id)).toEqual(['astoria', 'borealia', 'us']);
    expect([...fixture.store.viewer('astoria').groups]).toEqual(['watch']);
  });
});

describe('live events', () => {
  const told: StoreEvent[] = [];
  beforeEach(() => {
    told.length = 0;
  });
  const listen = (party: string, cursor?: string) =>
    fixture.store.subscribe({ party, cursor, onEvent: (event) => told.push(event) });
  const events = (party: string) => {
    fixture.store.flushLive();
    return told
      .splice(0)
      .map((event) =>
        event.kind === 'put' ? `put ${event.entry.for(party).id}` : `gone ${event.id.for(party)}`,
      );
  };

  it('tell what appears, changes and vanishes, and of what was never seen nothing', async () => {
    listen('astoria');
    const [entry] = await append(finding('closed'));
    expect(events('astoria')).toEqual([]);
    await append({ ...finding('open', to('astoria')), id: entry.id });
    expect(events('astoria')).toEqual([`put ${entry.id}`]);
    await append({ ...finding('changed', to('astoria')), id: entry.id });
    expect(events('astoria')).toEqual([`put ${entry.id}`]);
    await append({ ...finding('closed again'), id: entry.id });
    expect(events('astoria')).toEqual([`gone ${entry.id}`]);
    await append({ ...finding('still closed'), id: entry.id });
    expect(events('astoria')).toEqual([]);
  });

  it('say gone when a group loses a member, a release expires or an entry is erased', async () => {
    listen('astoria');
    const [grouped, short, erased, hidden] = await append(
      finding('grouped', releasedTo({ kind: 'named', parties: [], groups: ['watch'] })),
      finding('short', { ...to('astoria'), expiresAt: new Date(startUtcMs + 1000).toISOString() }),
      finding('erased', to('astoria')),
      finding('hidden'),
    );
    expect(events('astoria')).toEqual([`put ${grouped.id}`, `put ${short.id}`, `put ${erased.id}`]);
    fixture.pass(1000);
    expect(events('astoria')).toEqual([`gone ${short.id}`]);
    const from = new Date(startUtcMs).toISOString();
    await fixture.store.groups.addVersion('watch', { from, members: [] }, 'admin');
    expect(events('astoria')).toEqual([`gone ${grouped.id}`]);
    await fixture.store.erase(erased.id, { account: 'admin', reason: 'court order 7' });
    await fixture.store.erase(hidden.id, { account: 'admin', reason: 'court order 8' });
    expect(events('astoria')).toEqual([`gone ${erased.id}`]);
  });

  it('never say gone of what they never put, even when its erasure overtakes the news of it', async () => {
    fixture = await fixture.reopen({ inThread: false });
    listen('astoria');
    const [entry] = await append(finding('short-lived', to('astoria')));
    const erased = fixture.store.erase(entry.id, { account: 'admin', reason: 'x' });
    await new Promise((resume) => setImmediate(resume));
    // The writer's thread erases meanwhile; this one has not heard of it when it is to tell.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    expect(events('astoria')).toEqual([]);
    await erased;
    expect(events('astoria')).toEqual([]);
  });

  it('follow what an entry hangs on, and tell who names it that it reads differently', async () => {
    const [a, b] = await append(finding('a', to('astoria')), finding('b', to('astoria')));
    const [link] = await append(relation(a.id, b.id, to('astoria')));
    const [naming] = await append(finding(`see ${b.id}`, to('astoria')));
    listen('astoria');
    await append({ ...finding('b closed'), id: b.id });
    expect(events('astoria')).toEqual([`gone ${b.id}`, `gone ${link.id}`, `put ${naming.id}`]);
    await append({ ...finding('b open', to('astoria')), id: b.id });
    expect(events('astoria').sort()).toEqual([`put ${link.id}`, `put ${naming.id}`, `put ${b.id}`].sort());
  });

  it('go on from a cursor with exactly what was missed, also after a restart', async () => {
    const expiresAt = new Date(startUtcMs + 5000).toISOString();
    const [stays, closes, expires, erased, grouped] = await append(
      finding('stays', to('astoria')),
      finding('closes', to('astoria')),
      finding('expires', { ...to('astoria'), expiresAt }),
      finding('erased', to('astoria')),
      finding('grouped', releasedTo({ kind: 'named', parties: [], groups: ['watch'] })),
    );
    const [never] = await append(finding('never seen'));
    const first = listen('astoria');
    const cursor = first.cursor();
    first.close();
    fixture.pass(6000);
    await append({ ...finding('closed'), id: closes.id }, { ...finding('still not'), id: never.id });
    const [fresh] = await append(finding('new', to('astoria')));
    await fixture.store.erase(erased.id, { account: 'admin', reason: 'x' });
    const from = new Date(startUtcMs + 6000).toISOString();
    await fixture.store.groups.addVersion('watch', { from, members: [] }, 'admin');
    fixture = await fixture.reopen();
    listen('astoria', cursor);
    const missed = events('astoria');
    const gone = [closes, expires, erased, grouped].map(({ id }) => `gone ${id}`);
    expect(missed.slice().sort()).toEqual([...gone, `put ${fresh.id}`].sort());
    expect(missed).not.toContain(`put ${stays.id}`);
  });

  it('keep cursors to the viewer that they were given to', async () => {
    const cursor = listen('astoria').cursor();
    expect(code(() => listen('borealia', cursor))).toBe('cursor.invalid');
    expect(code(() => listen('nobody'))).toBe('party.unknown');
  });
});

describe('erasure', () => {
  it('leaves no trace of the content in any file, and the journal still verifies and says who', async () => {
    const mark = 'UNMISTAKABLEMARK';
    // So many that the content runs over into pages of its own, which fall free as a whole.
    const subjects = Array.from({ length: 200 }, (_, i) => ({
      kind: 'vessel' as const,
      id: `${5 + i}`,
      name: mark,
    }));
    const [entry] = await append(finding(mark, to('astoria'), { body: findingBody(mark, { subjects }) }));
    await append({ ...finding(`${mark} again`, to('astoria')), id: entry.id });
    await fixture.store.erase(entry.id, { account: 'privacy-officer', reason: 'retention of 30 days' });
    expect(seenBy(fixture.store, 'us')).toEqual([]);
    expect(windowOf('us').search(mark).for('us').entries).toEqual([]);
    expect(windowOf('us').rows('by-subject', { key: '5' }).for('us')).toEqual([]);
    const { erased, problems } = await fixture.store.verify();
    expect(problems).toEqual([]);
    expect(erased).toEqual([
      { entry: entry.id, by: 'privacy-officer', reason: 'retention of 30 days', records: 2 },
    ]);
    const { folder } = fixture;
    const bytes = ['commonwatch.db', 'commonwatch.db-wal'].flatMap((name) => {
      const file = join(folder, name);
      return existsSync(file) ? [readFileSync(file)] : [];
    });
    for (const content of bytes) {
      expect(content.includes(mark)).toBe(false);
      expect(content.includes(mark.toLowerCase())).toBe(false);
    }
    await expect(append({ ...finding('back'), id: entry.id })).rejects.toMatchObject({
      code: 'entry.erased',
    });
  });
});

describe('erasure beside versions that are under way', () => {
  it('takes those with it, and takes no further ones', async () => {
    const [entry] = await append(finding('one', to('astoria')));
    const underWay = append({ ...finding('STILLTHERE', to('astoria')), id: entry.id });
    const erased = fixture.store.erase(entry.id, { account: 'admin', reason: 'x' });
    await expect(append({ ...finding('too late'), id: entry.id })).rejects.toMatchObject({
      code: 'entry.erased',
    });
    await Promise.all([underWay, erased]);
    const contents = fixture.store.records({ kind: 'entry' }).records;
    expect(contents.map((record) => record.erased)).toEqual([true, true]);
    expect((await fixture.store.verify()).problems).toEqual([]);
  });
});

describe('a projection whose version was raised', () => {
  it('is made again when the store opens', async () => {
    await append(
      finding('x', ownerOnly('us'), { body: findingBody('x', { subjects: [{ kind: 'vessel', id: '7' }] }) }),
    );
    const raised = { ...bySubject, version: 2, rows: () => [{ key: 'all', order: 0, value: 1 }] };
    fixture = await fixture.reopen({ projections: [raised] });
    expect(windowOf('us').rows('by-subject', {}).for('us')).toEqual([{ key: 'all', order: 0, value: 1 }]);
  });
});

describe('SQL', () => {
  it('refuses what libsql would cut short or not survive', () => {
    const sql = new Sql(':memory:');
    sql.exec('CREATE TABLE t (v ANY) STRICT');
    for (const value of [true, new Date(0), undefined, Number.NaN, Infinity, 'a\0b', {}, []])
      expect(code(() => sql.run('INSERT INTO t VALUES (?)', value as never))).toBe('store.bad-value');
    for (const value of [null, 1.5, 'text', new Uint8Array([1]), Buffer.from('x')])
      expect(sql.run('INSERT INTO t VALUES (?)', value)).toBe(1);
    sql.close();
  });

  it('undoes a transaction that failed', () => {
    const sql = new Sql(':memory:');
    sql.exec('CREATE TABLE t (v INTEGER PRIMARY KEY)');
    expect(() =>
      sql.transaction(() => {
        sql.run('INSERT INTO t VALUES (1)');
        sql.run('INSERT INTO t VALUES (1)');
      }),
    ).toThrow();
    expect(sql.get('SELECT count(*) FROM t')).toEqual([0]);
    expect(sql.transaction(() => sql.run('INSERT INTO t VALUES (1)'))).toBe(1);
    sql.close();
  });
});
