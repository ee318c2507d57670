import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { armour, armourSentences, checksumText } from './encode.ts';
import {
  createDecoder,
  encodeSentences,
  type DecoderOptions,
  isSatelliteTag,
  layouts,
  MessageView,
  type PositionBatch,
  reception,
  type StaticBatch,
  timeBasisNames,
} from './index.ts';
import { plainBits, plainDecode } from './plain.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = new TextDecoder('latin1');
const sentence = (body: string): string => `!${body}*${checksumText(body)}`;
const position = {
  type: 1,
  mmsi: 227006760,
  longitudeDeg: 141.5,
  latitudeDeg: 35.25,
  speedOverGroundKn: 12.3,
};
const [positionSentence] = encodeSentences(position);
const [partOne, partTwo] = encodeSentences(
  { type: 5, mmsi: 227006760, name: 'EXAMPLE', destination: 'YOKOHAMA' },
  { sequence: 3 },
);

/** Everything that a decoder makes of a text. */
function decodeAll(text: string | Uint8Array, options: DecoderOptions = {}, cuts: number[] = []) {
  const views: MessageView[] = [];
  const positions: PositionBatch[] = [];
  const statics: StaticBatch[] = [];
  const decoder = createDecoder({
    onMessage: (view) => views.push(view.copy()),
    onPositions: (batch) => positions.push(batch),
    onStatics: (batch) => statics.push(batch),
    ...options,
  });
  const input = typeof text === 'string' ? bytes(text) : text;
  let at = 0;
  for (const cut of cuts.map((c) => c % (input.length + 1)).sort((a, b) => a - b)) {
    decoder.push(input.slice(at, cut));
    at = cut;
  }
  decoder.push(input.slice(at));
  decoder.end();
  const { stats } = decoder;
  expect(stats.sentences).toBe(stats.decoded + stats.refused.total);
  expect(stats.waiting).toBe(0);
  return { views, positions, statics, stats, refused: stats.refused.toRecord() };
}

/** Refusals by reason without their samples. */
function reasons(text: string): Record<string, number> {
  return Object.fromEntries(
    [...decodeAll(text).stats.refused.byReason].map(([reason, { count }]) => [reason, count]),
  );
}

describe('a stream of sentences', () => {
  it('gives the same result however it is cut into chunks', () => {
    const path = sharedData('ais/gfw-ais-tools/multi-part.nmea');
    const real = path === undefined ? '' : readFileSync(path, 'latin1').slice(0, 1500);
    const text = `${real}\n\\s:x,c:1565218798*00\\${positionSentence}\r\n${partOne}\n!AIVDM,1,1,,A,zz\n# hi\n${partTwo}\n$GPGGA,1*00\n${positionSentence}${positionSentence}\n1152921693\n`;
    const whole = decodeAll(text);
    const summary = ({ views, stats, positions, statics }: ReturnType<typeof decodeAll>) =>
      JSON.stringify([
        views.map((v) => [v.fields(), v.timeUtcMs, v.receiver]),
        stats.refused.toRecord(),
        stats.skipped.toRecord(),
        positions,
        statics,
      ]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
        expect(summary(decodeAll(text, {}, cuts))).toBe(summary(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('never throws and always reconciles on noise', () => {
    const pieces = fc.constantFrom(
      '!AIVDM',
      ',',
      '1',
      '2',
      'A',
      '*',
      '\\',
      'g:1-2-3',
      'c:1',
      '\n',
      '\r',
      positionSentence,
      partOne,
      partTwo,
      '!',
      '$PGHP,1',
      '\0',
      'UdPbC\0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.uint8Array({ maxLength: 50 }), (parts, noise) => {
        decodeAll(Uint8Array.from([...bytes(parts.join('')), ...noise, ...bytes(parts.reverse().join(''))]));
      }),
      { numRuns: 300 },
    );
  });

  it('reads usual lines as it reads unusual ones, whole or damaged', () => {
    const lines = [
      positionSentence,
      partOne,
      partTwo,
      `\\c:1565218798*53\\${positionSentence}`,
      `\\g:1-2-99,s:r1,c:1565218798*${checksumText('g:1-2-99,s:r1,c:1565218798')}\\${partOne}`,
    ];
    const damage = fc.record({ at: fc.nat(99), byte: fc.constantFrom(...bytes('!*,\\$:0159AWZ`w|\r\n')) });
    const line = fc.tuple(fc.constantFrom(...lines), fc.array(damage, { maxLength: 2 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (drawn) => {
        const written = drawn.map(([text, damages]) => {
          const damaged = bytes(text);
          for (const { at, byte } of damages) damaged[at % damaged.length] = byte;
          return latin1.decode(damaged);
        });
        // Cut into single bytes, every line takes the general way.
        const usual = decodeAll(`${written.join('\r\n')}\r\n`);
        const text = bytes(`${written.join('\r\n')}\r\n`);
        const general = decodeAll(
          text,
          {},
          Array.from(text, (_, at) => at),
        );
        expect(usual).toEqual(general);
      }),
      { numRuns: 300 },
    );
  });

  it('cuts a line that does not end at a fixed length and goes on', () => {
    const { stats } = decodeAll(`${'x'.repeat(200_000)}\n${positionSentence}\n`, {}, [10, 70_000, 150_000]);
    expect(stats.messages).toBe(1);
    expect(stats.lines).toBe(5);
  });
});

describe('sentences as receivers write them', () => {
  const payload = positionSentence.split(',')[5];

  it.each(['AI', 'AB', 'BS', 'B2', 'XX'])('are read from talker %s', (talker) => {
    expect(decodeAll(sentence(`${talker}VDM,1,1,,A,${payload},0`)).views).toHaveLength(1);
  });

  it.each(['', '1', '2', 'A', 'B', 'C'])('are read from channel "%s"', (channel) => {
    const [view] = decodeAll(sentence(`AIVDM,1,1,,${channel},${payload},0`)).views;
    expect(view.channel).toBe(channel === '' ? 0 : channel.charCodeAt(0));
  });

  it('are the own ship when they are VDO', () => {
    expect(decodeAll(sentence(`AIVDO,1,1,,,${payload},0`)).views[0].ownShip).toBe(true);
  });

  it('may follow each other on a line, with tag blocks between, or after a datagram header', () => {
    expect(decodeAll(`${positionSentence}${positionSentence}`).views).toHaveLength(2);
    expect(decodeAll(`UdPbC\0\\s:AB,c:1599239526*00\\${positionSentence}`).views[0].receiver).toBe('AB');
    expect(
      decodeAll(`\\s:A*00\\${positionSentence}\\s:B*00\\${positionSentence}`).views.map(
        (view) => view.receiver,
      ),
    ).toEqual(['A', 'B']);
  });

  it('may be longer than 82 characters', () => {
    const [long] = encodeSentences({ type: 5, mmsi: 1, name: 'X' }, { charactersPerSentence: 100 });
    expect(long.length).toBeGreaterThan(82);
    expect(decodeAll(long).views[0].field('name')).toBe('X');
  });

  it('are refused by reason', () => {
    const wrong = `${positionSentence.slice(0, -2)}${positionSentence.endsWith('00') ? '01' : '00'}`;
    expect(reasons(wrong)).toEqual({ 'checksum-wrong': 1 });
    expect(reasons(positionSentence.slice(0, -3))).toEqual({ 'checksum-missing': 1 });
    expect(reasons(`${positionSentence.slice(0, 20)}${positionSentence}`)).toEqual({ 'checksum-missing': 1 });
    expect(reasons(sentence('AIVDM,1,1'))).toEqual({ 'sentence-malformed': 1 });
    expect(reasons(sentence('AIVDM,1,2,,A,15,0'))).toEqual({ 'fragment-number': 1 });
    expect(reasons(sentence('AIVDM,99,1,,A,15,0'))).toEqual({ 'fragment-number': 1 });
    expect(reasons(sentence('AIVDM,1,1,,A,,0'))).toEqual({ 'payload-empty': 1 });
    expect(reasons(sentence('AIVDM,1,1,,A,1Z~,0'))).toEqual({ 'payload-character': 1 });
    expect(reasons(sentence(`AIVDM,1,1,,A,${payload},7`))).toEqual({ 'fill-bits': 1 });
    expect(reasons(sentence(`AIVDM,1,1,,A,${'0'.repeat(1500)},0`))).toEqual({ 'payload-too-long': 1 });
    expect(reasons(sentence('AIVDM,1,1,,A,15NOdr,0'))).toEqual({ 'length-short': 1 });
    for (const type of [0, 28, 37, 41, 63]) {
      const unknown = armour({ bytes: Uint8Array.from([type << 2, ...new Uint8Array(29)]), bitLength: 168 });
      expect(reasons(sentence(`AIVDM,1,1,,A,${unknown},0`))).toEqual({ 'type-unknown': 1 });
    }
    const [partX] = armourSentences({
      bytes: Uint8Array.from([24 << 2, 0, 0, 0, 2, ...new Uint8Array(25)]),
      bitLength: 168,
    });
    expect(reasons(partX)).toEqual({ 'part-unknown': 1 });
  });

  it('keep the first samples of what was refused, with their line', () => {
    expect(decodeAll(`\n${sentence('AIVDM,1,1')}\n`).refused['sentence-malformed']?.samples).toEqual([
      { line: 2, text: '!AIVDM,1,1' },
    ]);
  });
});

describe('messages in parts', () => {
  const texts = (text: string) => decodeAll(text).views.map((view) => view.field('name'));

  it('are joined in any order, among others, and by other talkers', () => {
    expect(texts(`${partTwo}\n${positionSentence}\n${partOne}`)).toEqual([undefined, 'EXAMPLE']);
    expect(texts(`${partOne}\n${sentence(partTwo.slice(1, -3).replace('AIVDM', 'ABVDM'))}`)).toEqual([
      'EXAMPLE',
    ]);
  });

  it('do not stop the stream when one is lost, nor poison a sequence id', () => {
    const [other] = encodeSentences({ type: 5, mmsi: 1, name: 'OTHER' }, { sequence: 3 });
    expect(texts(`${other}\n${partOne}\n${partTwo}`)).toEqual(['EXAMPLE']);
    expect(reasons(`${other}\n${partOne}\n${partTwo}`)).toEqual({ 'fragment-superseded': 1 });
    expect(reasons(partOne)).toEqual({ 'fragment-incomplete': 1 });
    expect(reasons(`${partOne}\n${partOne}\n${partTwo}`)).toEqual({ 'fragment-duplicate': 1 });
  });

  it('are kept apart by the groups of their tag blocks', () => {
    const [a1, a2] = encodeSentences({ type: 5, mmsi: 1, name: 'ALPHA' }, { sequence: 1, group: 11 });
    const [b1, b2] = encodeSentences({ type: 5, mmsi: 2, name: 'BRAVO' }, { sequence: 1, group: 12 });
    expect(texts([a1, b1, b2, a2].join('\n'))).toEqual(['BRAVO', 'ALPHA']);
  });

  it('wait neither for ever nor in any number', () => {
    const late = encodeSentences(
      { type: 5, mmsi: 1, name: 'LATE' },
      { sequence: 1, timeUtcMs: 1_600_000_000_000 },
    );
    const after = `\\c:1600000100*00\\${late[1]}`;
    expect(reasons(`${late[0]}\n${after}`)).toEqual({ 'fragment-timeout': 1, 'fragment-incomplete': 1 });
    const many = Array.from(
      { length: 100 },
      (_, group) => encodeSentences({ type: 5, mmsi: 1 }, { sequence: 1, group })[0],
    );
    expect(reasons(many.join('\n'))).toEqual({ 'fragment-evicted': 36, 'fragment-incomplete': 64 });
  });

  it('take time and source from whichever part has them', () => {
    const [view] = decodeAll(`\\g:1-2-7,s:66,c:1661782369*43\\${partOne}\n\\g:2-2-7*51\\${partTwo}`).views;
    expect([view.receiver, view.timeUtcMs, view.sentences]).toEqual(['66', 1_661_782_369_000, 2]);
  });

  it('may end with a part that is only padding', () => {
    const text = `${sentence('AIVDM,2,1,7,A,<M0000000000,0')}\n${sentence('AIVDM,2,2,7,A,,0')}`;
    expect(decodeAll(text).views[0].type).toBe(12);
  });
});

describe('the time of a message', () => {
  const timed = (text: string, options: DecoderOptions = {}) =>
    decodeAll(text, options).views.map((view) => [view.timeUtcMs, timeBasisNames[view.timeBasis]]);

  it.each([
    ['seconds of a tag block', `\\c:1599239526*00\\${positionSentence}`, 1_599_239_526_000, 'tagBlock'],
    [
      'milliseconds of a tag block',
      `\\c:1599239526500*00\\${positionSentence}`,
      1_599_239_526_500,
      'tagBlock',
    ],
    [
      'two adjacent tag blocks',
      `\\g:1-1-5*00\\\\c:1599239526*00\\${positionSentence}`,
      1_599_239_526_000,
      'tagBlock',
    ],
    ['a trailing epoch', `${positionSentence},1152921693`, 1_152_921_693_000, 'suffix'],
    ['a trailing epoch said twice', `${positionSentence},1152921693,1152921693`, 1_152_921_693_000, 'suffix'],
    [
      'the epoch behind USCG fields',
      `${positionSentence},s22,d-080,T12.5,x1,rB1,1152921693`,
      1_152_921_693_000,
      'suffix',
    ],
    [
      'a leading epoch in nanoseconds',
      `1550303566167726840 ${positionSentence}`,
      1_550_303_566_167,
      'prefix',
    ],
    [
      'a PGHP line',
      `$PGHP,1,2010,6,11,11,46,12,386,219,24,992190924,1,12*20\n${positionSentence}`,
      Date.UTC(2010, 5, 11, 11, 46, 12, 386),
      'pghp',
    ],
  ])('is read from %s', (_, text, timeUtcMs, basis) => {
    expect(timed(text)).toEqual([[timeUtcMs, basis]]);
  });

  it('prefers the source: a tag block before an epoch', () => {
    expect(timed(`\\c:1599239526*00\\${positionSentence},1152921693`)).toEqual([
      [1_599_239_526_000, 'tagBlock'],
    ]);
  });

  it('is inherited, or taken from the clock, or unknown', () => {
    expect(timed(`${positionSentence},1152921693\n${positionSentence}`)[1]).toEqual([
      1_152_921_693_000,
      'inherited',
    ]);
    expect(timed(positionSentence, { clock: () => 5000 })).toEqual([[5000, 'clock']]);
    expect(timed(positionSentence)).toEqual([[NaN, 'none']]);
  });

  it('may stand on the next line, for rows', () => {
    const { positions, stats } = decodeAll(
      `${positionSentence}\n1152921693\n${positionSentence}\n1152921694\n`,
    );
    expect([...positions[0].timeUtcMs]).toEqual([1_152_921_693_000, 1_152_921_694_000]);
    expect(stats.byTimeBasis[timeBasisNames.indexOf('suffix')]).toBe(2);
  });

  it('is that of base stations where there is no other', () => {
    const [base] = encodeSentences({
      type: 4,
      mmsi: 2_573_135,
      utcYear: 2020,
      utcMonth: 6,
      utcDay: 1,
      utcHour: 3,
      utcMinute: 4,
      utcSecond: 5,
    });
    expect(timed(`${base}\n${positionSentence}`)[1]).toEqual([Date.UTC(2020, 5, 1, 3, 4, 5), 'baseStation']);
  });
});

describe('columns', () => {
  it('hold what the plain decoder reads, for any payload, whole, cut or damaged', () => {
    const payload = fc.tuple(
      fc.constantFrom(1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27),
      fc.uint8Array({ minLength: 54, maxLength: 54 }),
      fc.nat(430),
    );
    fc.assert(
      fc.property(payload, ([type, noise, cut]) => {
        noise[0] = (type << 2) | (noise[0] & 3);
        const sentences = armourSentences({
          bytes: Uint8Array.from([...noise, ...new Uint8Array(8)]),
          bitLength: cut,
        });
        const armoured = sentences.map((text) => text.split(',')[5]).join('');
        const plain = plainDecode(plainBits(armoured, armoured.length * 6 - cut));
        const { views, positions, statics } = decodeAll(sentences.join('\n'));
        expect(views.map((view) => view.fields())).toEqual(plain === undefined ? [] : [plain]);
        if (plain === undefined) return;
        const [row] = positions;
        const { longitudeDeg: lon, latitudeDeg: lat } = plain;
        const isOnEarth =
          typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
        expect(row !== undefined).toBe(isOnEarth);
        if (row !== undefined) {
          expect([row.lonDeg[0], row.latDeg[0], row.mmsi[0], row.messageType[0]]).toEqual([
            lon,
            lat,
            plain.mmsi,
            type,
          ]);
          expect(row.status[0]).toBe(plain.navigationalStatus ?? 15);
          expect(row.sogKn[0]).toEqual(
            typeof plain.speedOverGroundKn === 'number' ? Math.fround(plain.speedOverGroundKn) : NaN,
          );
          const course = plain.courseOverGroundDeg;
          expect(row.cogDeg[0]).toEqual(
            typeof course === 'number' && course < 360 ? Math.fround(course) : NaN,
          );
          const heading = plain.trueHeadingDeg;
          expect(row.headingDeg[0]).toEqual(typeof heading === 'number' && heading < 360 ? heading : NaN);
        }
        const [told] = statics;
        expect(told !== undefined).toBe([5, 19, 21, 24].includes(type));
        if (told === undefined) return;
        expect(told.strings[told.name[0]]).toBe(
          `${plain.name ?? ''}`.length === 20 ? told.strings[told.name[0]] : (plain.name ?? ''),
        );
        expect(told.strings[told.callSign[0]]).toBe(plain.callSign ?? '');
        expect(told.imo[0]).toBe(plain.imoNumber ?? 0);
        // Dimensions count only together.
        expect(told.toBowM[0]).toEqual('toStarboardM' in plain ? plain.toBowM : NaN);
        expect(told.shipType[0]).toBe('shipType' in plain ? (plain.shipType ?? 0) : 255);
      }),
      { numRuns: 1500 },
    );
  });

  it('leave out positions that are not available or nowhere on Earth, and count them', () => {
    const none = encodeSentences({ type: 1, mmsi: 1 })[0];
    const nowhere = encodeSentences({ type: 1, mmsi: 1, longitudeDeg: 200, latitudeDeg: 10 })[0];
    const { stats } = decodeAll(`${none}\n${nowhere}\n${positionSentence}`);
    expect([stats.positions, stats.positionsNotAvailable, stats.positionsOutOfRange]).toEqual([1, 1, 1]);
  });

  it('say who heard a report, and from where', () => {
    const long = encodeSentences({ type: 27, mmsi: 1, longitudeDeg: 1, latitudeDeg: 1 })[0];
    const { positions } = decodeAll(
      `\\s:S-AIS1*00\\${positionSentence}\n\\s:rMT1*00\\${positionSentence}\n${positionSentence}\n${long}`,
    );
    const { satellite, terrestrial, unknown } = reception;
    expect([...positions[0].reception]).toEqual([satellite, terrestrial, unknown, satellite]);
    expect([...positions[0].receiver].map((index) => positions[0].strings[index])).toEqual([
      'S-AIS1',
      'rMT1',
      '',
      '',
    ]);
    expect(
      ['sat-7', 'SAT', 's-ais', 'S123'].every(isSatelliteTag) &&
        !['station', 'S', 'Sx1', 'rMT1'].some(isSatelliteTag),
    ).toBe(true);
  });

  it('come in batches which the taker may keep', () => {
    const { positions } = decodeAll(`${positionSentence}\n`.repeat(10), { batchRows: 4 });
    expect(positions.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(new Set(positions.map((batch) => batch.mmsi.buffer)).size).toBe(3);
  });
});

describe('the way back', () => {
  it('encodes what it decoded to the same bits, for every layout', () => {
    const layout = fc.constantFrom(
      ...layouts.filter(({ type }) => ![6, 7, 8, 12, 13, 14, 15, 16, 17, 20, 21, 25, 26].includes(type)),
    );
    fc.assert(
      fc.property(
        layout,
        fc.uint8Array({ minLength: 60, maxLength: 60 }),
        ({ type, bits, fields }, noise) => {
          noise[0] = (type << 2) | (noise[0] & 3);
          const first = decodeAll(
            armourSentences({ bytes: noise, bitLength: type === 24 ? 168 : bits }).join('\n'),
          ).views[0]?.fields();
          if (first === undefined) return;
          const again = decodeAll(
            encodeSentences(first as Parameters<typeof encodeSentences>[0]).join('\n'),
          ).views[0].fields();
          expect(again).toEqual(first);
          expect(Object.keys(first).length).toBeGreaterThan(3);
          expect(fields.length).toBeGreaterThan(3);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('writes lists, texts and data of any length', () => {
    const again = (message: Parameters<typeof encodeSentences>[0]) =>
      decodeAll(encodeSentences(message).join('\n')).views[0].fields();
    expect(
      again({ type: 8, mmsi: 1, designatedAreaCode: 1, functionIdentifier: 31, data: '20:abcde0' }),
    ).toMatchObject({ data: '20:abcde0' });
    expect(again({ type: 14, mmsi: 1, text: 'HELLO WORLD' })).toMatchObject({ text: 'HELLO WORLD' });
    expect(again({ type: 7, mmsi: 1, destinationMmsi1: 5, destinationMmsi2: 6 })).toMatchObject({
      destinationMmsi1: 5,
      destinationMmsi2: 6,
    });
    expect(again({ type: 21, mmsi: 1, name: 'A'.repeat(20), nameExtension: 'BC' })).toMatchObject({
      nameExtension: 'BC',
    });
    expect(
      again({
        type: 26,
        mmsi: 1,
        structured: true,
        designatedAreaCode: 7,
        functionIdentifier: 9,
        data: '8:ff',
        communicationState: 99,
      }),
    ).toMatchObject({ data: '8:ff', communicationState: 99 });
  });

  it.each([
    [{ type: 28, mmsi: 1 }, '/type'],
    [{ type: 1, mmsi: 1, speedOverGroundKn: 200 }, '/speedOverGroundKn'],
    [{ type: 5, mmsi: 1, name: 'X'.repeat(21) }, '/name'],
    [{ type: 14, mmsi: 1, text: 'é' }, '/text'],
    [{ type: 1, mmsi: 1, colour: 3 }, '/colour'],
  ])('refuses %j', (message, path) => {
    expect(() => encodeSentences(message)).toThrow(
      expect.objectContaining({ code: 'ais.encode-invalid', path }),
    );
  });
});
