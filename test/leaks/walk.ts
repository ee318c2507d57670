/**
 * The walk: every registered exit, as every party of a world, over HTTP as a client would. What comes out is searched
 * for words, ids and party names that the pure rule does not allow its reader.
 */
import { inflateSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { derivedId } from '../../src/core/index.ts';
import type { EntryId, Released, ViewerContext } from '../../src/core/index.ts';
import type { LiveEvent } from '../../src/hub/api.ts';
import type { Exit, Hub, HubRequest, LiveExit } from '../../src/hub/index.ts';
import { PartnerHub } from './partnerhub.ts';
import { readParquet } from '../fixtures/parquet.ts';
import { pdfText } from '../fixtures/pdftext.ts';
import { World, idsIn, stixIds, wordsIn } from './world.ts';

/** Something came out that its reader may not know, or an exit was not walked. */
export interface Leak {
  readonly world: number;
  readonly exit: string;
  readonly viewer: string;
  readonly what: string;
}

export interface WalkOptions {
  /** A PDF costs as much as a hundred other answers: not in every world of the short walk. */
  readonly withPdf: boolean;
  /** Every hidden id on every exit; otherwise a few of them, others in each world. */
  readonly thorough: boolean;
  /** How many of the exits each reader walks in a world, drawn anew each time; 1 is all of them. */
  readonly share: number;
}

interface Reader {
  readonly party: string;
  readonly token: string;
  /** Ids that it could see when its live stream began (the public ones of earlier worlds), or that the stream has put. */
  readonly told: Set<string>;
  readonly events: Released<LiveEvent>[];
  readonly close: () => void;
  /** Its own hub, for a party that is not this hub's. */
  readonly partner: PartnerHub | undefined;
}

/** Every id that a viewer sees now, page by page. */
function idsSeenIn(context: ViewerContext): Set<string> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = context.entries({ limit: 1000, cursor }).for(context.viewer.party);
    for (const { id } of page.entries) ids.add(id);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ids;
}

const missingUuid = '00000000-0000-7000-8000-000000000000';

/** Builds one world and walks through it; what is hidden and came out, and how much was looked at. */
export async function walkWorld(
  hub: Hub,
  seed: number,
  options: WalkOptions,
): Promise<{ leaks: Leak[]; answers: number; seen: number; walked: ReadonlySet<string> }> {
  return new Walk(hub, seed, options).run();
}

class Walk {
  readonly #hub: Hub;
  readonly #seed: number;
  readonly #options: WalkOptions;
  readonly #world: World;
  readonly #leaks: Leak[] = [];
  readonly #walked = new Set<string>();
  #readers: Reader[] = [];
  #answers = 0;
  /** Allowed words that did come out: a walk that sees nothing proves nothing. */
  readonly #seen = new Set<string>();
  readonly #known = new Map<string, Knowledge>();

  constructor(hub: Hub, seed: number, options: WalkOptions) {
    this.#hub = hub;
    this.#seed = seed;
    this.#options = options;
    this.#world = new World(hub, seed);
  }

  async run() {
    await this.#world.build(() => this.#listen());
    for (const reader of this.#readers)
      if (this.#world.chance.is(this.#options.share)) await this.#partnersAgree(reader);
    for (const reader of this.#readers) await this.#walkAs(reader);
    await this.#walkAsNobody();
    await this.#seeAs();
    for (const { close } of this.#readers) close();
    return { leaks: this.#leaks, answers: this.#answers, seen: this.#seen.size, walked: this.#walked };
  }

  #leak(exit: string, viewer: string, what: string): void {
    this.#leaks.push({ world: this.#seed, exit, viewer, what });
  }

  /** Opens the streams once the parties are there, and checks what came since the last step as of now. */
  async #listen(): Promise<void> {
    this.#known.clear();
    if (this.#readers.length === 0) {
      const parties = [...this.#world.parties.map(({ id }) => id), this.#world.holder];
      this.#readers = await Promise.all(parties.map((party) => this.#reader(party)));
      return;
    }
    this.#hub.parts.store.flushLive();
    for (const reader of this.#readers) {
      this.#checkEvents(reader);
      if (this.#world.chance.is(0.3)) await reader.partner?.ask();
    }
  }

  /** In the end a partner's hub holds what its party may see and does not own, by line and by file. */
  async #partnersAgree({ party, partner }: Reader): Promise<void> {
    if (partner === undefined) return;
    await partner.openBundle();
    await partner.askForAll();
    await partner.openBundle();
    const mine = (id: string) => this.#world.versions.has(id as never);
    const visible = this.#world.ids.filter(
      (id) => this.#world.sees(party, id) && this.#world.newest(id)?.owner !== party,
    );
    const given = [...partner.given].filter(mine).toSorted().join();
    if (given !== visible.toSorted().join())
      this.#leak('hubs.outbox', party, `was given ${given} for ${visible}`);
  }

  #partnerOf(party: string): Promise<PartnerHub> {
    return PartnerHub.register(this.#hub, party, this.#world.chance, {
      check: (text) => this.#check('hubs.outbox', party, text),
      leak: (what) => this.#leak('hubs.outbox', party, what),
    });
  }

  async #reader(party: string): Promise<Reader> {
    const { accounts } = this.#hub.parts;
    const account = await accountOf(this.#hub, party);
    const { token } = accounts.createToken(
      account,
      'walk',
      ['read', 'watch', 'import', 'release', 'programme'],
      1,
    );
    const context = this.#hub.contextFor({
      account,
      permissions: ['read', 'watch', 'import', 'release', 'programme'],
      csrf: undefined,
    });
    const events: Released<LiveEvent>[] = [];
    const exit = this.#hub.exits.find(({ kind }) => kind === 'live') as LiveExit;
    this.#walked.add(exit.name);
    const told = idsSeenIn(context);
    const close = exit.open(context, noRequest, (event) => events.push(event));
    const partner = party === this.#world.holder ? undefined : await this.#partnerOf(party);
    return { party, token, told, events, close, partner };
  }

  #checkEvents({ party, events, told }: Reader): void {
    for (const event of events.splice(0)) {
      const value = event.for(party);
      if (value.kind === 'gone') {
        if (!told.has(value.id)) this.#leak('live', party, `gone ${value.id}, which was never put`);
        continue;
      }
      if (value.kind === 'put') told.add(value.entry.entry.id);
      this.#check('live', party, JSON.stringify({ ...value, cursor: '' }));
    }
  }

  async #walkAs(reader: Reader): Promise<void> {
    for (const exit of this.#hub.exits) {
      if (exit.kind === 'live' || !this.#world.chance.is(this.#options.share)) continue;
      this.#walked.add(exit.name);
      // A verification is a thread of its own each time.
      if (/^(brief\.pdf|journal\.verify)$/.test(exit.name) && !this.#options.withPdf) continue;
      if (exit.method === 'GET') await this.#read(exit, reader);
      else await this.#act(exit, reader);
    }
    await this.#pagesAgree(reader);
  }

  async #read(exit: Exit, reader: Reader): Promise<void> {
    for (const url of this.#few(urlsOf(exit, this.#world), 4)) {
      const answer = await this.#get(url, reader.token);
      if (answer.json !== undefined && codeOf(answer.text) === 'request.invalid')
        this.#leak(exit.name, reader.party, `the walk does not know how to ask: ${url}`);
      if (answer.status >= 500) this.#leak(exit.name, reader.party, `failed: ${answer.text}`);
      this.#check(exit.name, reader.party, answer.text, url);
    }
    if (/:(id|file|object)/.test(exit.path)) await this.#hiddenIsMissing(exit, reader);
  }

  /** Writes on what is hidden; they must answer as if it had never existed. */
  async #act(exit: Exit, reader: Reader): Promise<void> {
    if (exit.path.includes(':id') && /^(entries|cases|programme)\./.test(exit.name))
      await this.#hiddenIsMissing(exit, reader);
    else if (!exit.path.includes(':id') && bodies[exit.name] !== undefined) await this.#ask(exit, reader);
    else {
      const path =
        exit.kind === 'raw' ? taxiiUrls(exit, ['nothing'])[0] : exit.path.replace(':id', 'nothing');
      const { status, text } = await this.#send(exit, path, {}, reader.token);
      if (status >= 500) this.#leak(exit.name, reader.party, `failed: ${text}`);
      this.#check(exit.name, reader.party, text);
    }
  }

  /** Asks with a body that would be taken: what is made of entries holds what its reader may see, and no more. */
  async #ask(exit: Exit, reader: Reader): Promise<void> {
    for (const id of this.#few(this.#world.ids, 2)) {
      const body = bodyOf(exit, id);
      const { status, text, json } = await this.#send(exit, exit.path, body, reader.token);
      if (status >= 500) this.#leak(exit.name, reader.party, `failed: ${text}`);
      if (json === true && codeOf(text) === 'request.invalid')
        this.#leak(exit.name, reader.party, `the walk does not know how to ask: ${text}`);
      this.#check(exit.name, reader.party, text, JSON.stringify(body));
    }
    const namesEntries = JSON.stringify(bodyOf(exit, missingUuid)).includes(missingUuid);
    if (namesEntries) await this.#hiddenIsMissing(exit, reader);
  }

  async #hiddenIsMissing(exit: Exit, reader: Reader): Promise<void> {
    const hiddenIds = this.#world.ids.filter((id) => !this.#world.sees(reader.party, id));
    for (const id of this.#few(hiddenIds, 1)) {
      const missing = `${id.split('--')[0]}--${missingUuid}`;
      const path = (which: string) => pathFor(exit, which).replace(':entry', which);
      const hidden = await this.#send(exit, path(id), bodyOf(exit, id), reader.token);
      const never = await this.#send(exit, path(missing), bodyOf(exit, missing), reader.token);
      const normal = (answer: Answer, which: string) =>
        JSON.stringify([
          answer.status,
          answer.text.replaceAll(which, 'ID').replaceAll(which.split('--')[1], 'ID'),
          answer.headers,
        ]);
      if (normal(hidden, id) !== normal(never, missing))
        this.#leak(exit.name, reader.party, `hidden ${id} and missing differ: ${hidden.text} ${never.text}`);
    }
  }

  /** Counts, pages and searches tell of as many entries as the rule shows, and pages lose and repeat none. */
  async #pagesAgree(reader: Reader): Promise<void> {
    const visible = new Set(this.#world.ids.filter((id) => this.#world.sees(reader.party, id)));
    const mine = (ids: readonly string[]) => ids.filter((id) => this.#world.versions.has(id as never));
    const listed: string[] = [];
    let cursor = '';
    do {
      const url = `/entries?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = JSON.parse((await this.#get(url, reader.token)).text) as {
        entries: { entry: { id: string } }[];
        cursor?: string;
      };
      listed.push(...page.entries.map(({ entry }) => entry.id));
      cursor = page.cursor ?? '';
    } while (cursor !== '' && mine(listed).length < visible.size + 5 && listed.length < 400);
    if (reader.party !== this.#world.holder) {
      const { count } = JSON.parse((await this.#get('/count', reader.token)).text) as { count: number };
      if (count !== listed.length) this.#leak('entries.count', reader.party, `${count} for ${listed.length}`);
      const own = mine(listed).toSorted().join();
      if (own !== [...visible].toSorted().join())
        this.#leak('entries.list', reader.party, `pages give ${own}`);
    }
  }

  async #walkAsNobody(): Promise<void> {
    const allowed = this.#world.allowed('');
    for (const exit of this.#hub.exits) {
      if (exit.method !== 'GET' || exit.kind === 'live' || !this.#world.chance.is(this.#options.share))
        continue;
      for (const url of urlsOf(exit, this.#world).slice(0, 3)) {
        const { status, text } = await this.#get(url, undefined);
        if (exit.permission !== 'anyone' && status !== 401)
          this.#leak(exit.name, 'nobody', `answers ${status} without a session`);
        // Without a session nothing but what is released to everyone.
        for (const word of [...wordsIn(text), ...idsIn(text)])
          if (this.#world.allWords().has(word) && !allowed.has(word) && !url.includes(word))
            this.#leak(exit.name, 'nobody', word);
      }
    }
  }

  /** What the hub's releasing officer sees as another is what that other sees, byte for byte. */
  async #seeAs(): Promise<void> {
    const officer = this.#readers.find(({ party }) => party === this.#world.holder) as Reader;
    const own = new Set(['session.get', 'tokens.list', 'sessions.list', 'second-factor.get', 'audit.list']);
    for (const reader of this.#few(this.#readers, 2)) {
      for (const exit of this.#hub.exits) {
        if (exit.method !== 'GET' || exit.kind !== 'json' || exit.permission === 'anyone') continue;
        if (!this.#world.chance.is(this.#options.share)) continue;
        if (own.has(exit.name) || exit.permission === 'administer') continue;
        for (const url of this.#few(urlsOf(exit, this.#world), 2)) {
          const theirs = await this.#get(url, reader.token);
          const through = await this.#get(
            `${url}${url.includes('?') ? '&' : '?'}as=${reader.party}`,
            officer.token,
          );
          if (theirs.text !== through.text)
            this.#leak(exit.name, reader.party, `seen as differs at ${url}: ${theirs.text} ${through.text}`);
        }
      }
      if (reader !== officer) await this.#onlyTheHubSeesAs(reader, officer.party);
    }
  }

  async #onlyTheHubSeesAs({ party, token }: Reader, other: string): Promise<void> {
    const { status } = await this.#get(`/entries?as=${other}`, token);
    if (status !== 403) this.#leak('entries.list', party, `may see as ${other}`);
  }

  #check(exit: string, party: string, text: string, request = ''): void {
    const { allowed, all: own, named } = this.#knowledge(party);
    for (const word of [...wordsIn(text), ...idsIn(text)]) {
      if (!own.has(word) || request.includes(word)) continue;
      if (allowed.has(word)) this.#seen.add(word);
      else this.#leak(exit, party, `${word} in ${around(text, word)} (${request})`);
    }
    if (party === this.#world.holder) return;
    for (const { id } of this.#world.parties)
      if (!named.has(id) && new RegExp(`\\b${id}\\b`).test(text) && !request.includes(id))
        this.#leak(exit, party, `names ${id} in ${around(text, id)} (${request})`);
  }

  #few<T>(list: readonly T[], most: number): readonly T[] {
    if (this.#options.thorough || list.length <= most) return list;
    const first = this.#world.chance.below(list.length);
    return Array.from({ length: most }, (_, i) => list[(first + i) % list.length]);
  }

  /** What the model says of a reader; asked again after each step of the world. */
  #knowledge(party: string): Knowledge {
    let known = this.#known.get(party);
    if (known === undefined) {
      const world = this.#world;
      known = { allowed: world.allowed(party), all: world.allWords(), named: world.namedTo(party) };
      this.#known.set(party, known);
    }
    return known;
  }

  async #get(url: string, token: string | undefined): Promise<Answer> {
    return this.#inject('GET', url, undefined, token);
  }

  #send(exit: Exit, path: string, body: unknown, token: string): Promise<Answer> {
    return this.#inject(exit.method, path, exit.method === 'GET' ? undefined : body, token);
  }

  async #inject(method: Exit['method'], path: string, body: unknown, token?: string): Promise<Answer> {
    this.#answers += 1;
    const response = await this.#hub.app.inject({
      method,
      // Protocols of their own have roots of their own.
      url: path.startsWith('/taxii2/') ? path : `/api${path}`,
      headers: { host: '127.0.0.1', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return answerOf(response);
  }
}

interface Knowledge {
  readonly allowed: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, unknown>;
  readonly json: boolean | undefined;
}

async function answerOf(response: LightMyRequestResponse): Promise<Answer> {
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => !/^(date|x-ratelimit-.*)$/.test(name)),
  );
  const isJson = String(headers['content-type']).startsWith('application/json');
  return {
    status: response.statusCode,
    text: await textOf(response),
    headers,
    json: isJson ? true : undefined,
  };
}

/** What a reader of the format would read. */
async function textOf({ headers, payload, rawPayload }: LightMyRequestResponse): Promise<string> {
  if (headers['content-type'] === 'application/pdf') return pdfText(uncompressed(rawPayload));
  if (headers['content-type'] !== 'application/vnd.apache.parquet') return payload;
  return JSON.stringify(await readParquet(rawPayload));
}

function codeOf(text: string): string | undefined {
  return (JSON.parse(text) as { code?: string } | null)?.code;
}

/** A PDF with its streams inflated, as the text reader of the tests takes it. */
function uncompressed(pdf: Buffer): Uint8Array {
  const source = pdf.toString('latin1');
  const plain = source.replace(/stream\r?\n([\s\S]*?)\r?\nendstream/g, (whole, bytes: string) => {
    try {
      return `stream\n${inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1')}\nendstream`;
    } catch {
      return whole;
    }
  });
  return Buffer.from(plain, 'latin1');
}

/** How each exit is asked; one that is not here is asked by its path, with every id for `:id`. */
const queries: Readonly<Record<string, (world: World) => string[]>> = {
  'entries.list': () => ['', '?types=finding', '?kinds=encounter', '?bbox=110,10,150,40', '?limit=1'],
  'entries.count': () => ['', '?types=finding,case', '?kinds=loitering'],
  'entries.histogram': ({ at }) => [`?from=2026-01-01T00:00:00Z&to=${at}`],
  search: (world) => [...[...world.allWords()].slice(0, 12).map((word) => `?q=${word}`), '?q=party'],
  'brief.get': () => ['', '?since=30d', '?since=2020-01-01T00:00:00Z&lang=ja'],
  'brief.pdf': () => ['?since=30d'],
  'ogc.items': () => ['', '?limit=1', '?bbox=110,10,150,40&datetime=2026-01-01T00:00:00Z/..', '?f=html'],
  'journal.list': () => ['', '?limit=2'],
  'programme.get /statements': (world) => ['', ...fewWords(world).map((word) => `?q=${word}`)],
  'programme.get /timeline/items': () => ['', '?from=2020-01-01&to=2026-12-31'],
  'programme.get /ask': (world) => ['?q=who%20agreed%20what', ...fewWords(world).map((word) => `?q=${word}`)],
  'programme.get /report': () => ['', '?from=2000-01-01&to=2030-01-01'],
  'programme.get /calendar': () => ['', '?from=2000-01-01&to=2030-01-01'],
  'programme.get /items': () => ['', '?kind=instrument'],
  'cti.get /objects': (world) => ['', '?kind=malware', ...fewWords(world).map((word) => `?q=${word}`)],
  'taxii.objects': () => [
    '',
    '?limit=1',
    '?added_after=2026-01-02T00:00:00Z',
    '?match[type]=observed-data,indicator',
  ],
  'taxii.manifest': () => ['', '?limit=2', '?match[version]=all'],
  'sea.get /episodes': () => ['', '?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z'],
};

const fewWords = (world: World) => [...world.allWords()].filter((word) => word.startsWith('zq')).slice(0, 6);

/** The STIX id under which a finding's first object goes. */
function stixIdOf(id: string): string {
  if (id.startsWith('finding--')) return derivedId('observed-data', id, 0);
  return stixIds.get(id as EntryId) ?? id;
}

const collections = ['findings', 'cti'];

/** Addresses of a TAXII exit: in each collection, for each entry. */
function taxiiUrls({ path }: Exit, ids: readonly string[]): string[] {
  const paths = path.includes(':object') ? ids.map((id) => path.replace(':object', stixIdOf(id))) : [path];
  return paths.flatMap((each) =>
    (each.includes(':collection') ? collections : ['']).map(
      (collection) => `/taxii2${each.replace(':collection', collection).replace(':status', 'none')}`,
    ),
  );
}

function urlsOf(exit: Exit, world: World): string[] {
  const ids = exit.name.startsWith('jobs.') ? ['job-0'] : world.ids;
  if (exit.kind === 'raw')
    return taxiiUrls(exit, ids).flatMap((path) =>
      (queries[exit.name]?.(world) ?? ['']).map((query) => `${path}${query}`),
    );
  const asksForOne = /:(id|file|collection)/.test(exit.path);
  const paths = asksForOne
    ? [...new Set(ids.map((id) => pathFor(exit, id)))]
    : [exit.path.replace(':mmsi', '200000001')];
  const asked = queries[exit.name]?.(world) ?? [''];
  return paths.flatMap((path) => asked.map((query) => `${path}${query}`));
}

/** An exit's address for one entry: by its id, as a file of its UUID, in the collection of its type. */
function pathFor(exit: Exit, id: string): string {
  if (exit.kind === 'raw') return taxiiUrls(exit, [id]).at(-1) ?? '';
  const { path } = exit;
  const [type, uuid = ''] = id.split('--');
  return path
    .replace(':id', id)
    .replace(':file', `${uuid}.json`)
    .replace(':collection', type)
    .replace(':thing', someThing);
}

/** A narrative by the shape of its id. */
const someThing = `narrative-${'0'.repeat(32)}`;

/** Bodies that would be taken if the entry were there. */
const bodies: Readonly<Record<string, (id: string) => unknown>> = {
  'entries.judge': () => ({ verdict: 'confirmed', reason: 'walk' }),
  'entries.release': () => ({ tlp: 'RED', audience: { kind: 'owner' } }),
  'entries.release-preview': () => ({ tlp: 'RED', audience: { kind: 'owner' } }),
  'cases.change': () => ({ title: 'walk' }),
  'cases.join': (id) => ({ entry: id }),
  'cases.assess': () => ({ text: 'walk', confidence: 1 }),
  'cases.decide': () => ({ text: 'walk' }),
  'programme.put /documents/:id': () => ({ title: 'walk' }),
  'lanes.post /routes': () => ({ from: { portId: 'ras-tanura' }, to: { portId: 'chiba' } }),
  'lanes.post /scenarios/run': (id) => laneScenario(id),
  'lanes.post /scenarios/routes': (id) => ({ scenario: laneScenario(id) }),
  'lanes.post /scenarios/compare': (id) => ({ scenarios: [laneScenario(id), laneScenario(id)] }),
  'lanes.post /scenarios': (id) => ({ name: 'walk', scenario: laneScenario(id) }),
  'lanes.table': (id) => ({ table: 'flows', scenario: laneScenario(id) }),
  'lanes.post /imports/preview': () => laneTable,
  'lanes.post /imports': () => ({ ...laneTable, name: 'walk' }),
};

/** A scenario over the flows of one imported table. */
function laneScenario(id: string): object {
  const closures = [{ gates: ['malacca'], from: '2026-01-01', to: '2026-02-01' }];
  return { draws: 100, closures, flows: [], stocks: [], flowTables: [id] };
}

const laneTable = { format: 'baci', text: 't,i,j,k,v,q\n2023,682,392,270900,1,1\n', source: 'walk' };

function bodyOf({ name }: Exit, id: string): unknown {
  return bodies[name]?.(id) ?? {};
}

async function accountOf(hub: Hub, party: string) {
  const { accounts } = hub.parts;
  const name = `walk.${party}`;
  return (
    accounts.list().find(({ account }) => account === name) ??
    accounts.create({
      account: name,
      name: { en: name, ja: name },
      party,
      role: 'desk-officer',
    })
  );
}

const noRequest: HubRequest = {
  params: {},
  query: {},
  body: undefined,
  session: undefined,
  headers: {},
  setSession: () => {},
  origin: 'http://127.0.0.1',
  address: new URL('http://127.0.0.1'),
  certificate: undefined,
  begunLogin: undefined,
  setBegunLogin: () => {},
  accepts: (first) => first,
  upload: () => Promise.reject(new Error('no upload')),
};

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 80), at + word.length + 20);
}
