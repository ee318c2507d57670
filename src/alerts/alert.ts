/** An alert of somebody else as an entry: what its sender says, kept as that. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { derivedId, message, ownerOnly } from '../core/index.ts';
import type { Entry, EntryDraft, EntryType, MessageRef, PartyId, PartyLevel } from '../core/index.ts';
import type { CapAlert, CapInfo } from '../exchange/index.ts';

const Text = (maxLength: number) => Type.String({ maxLength });
const Ring = Type.Array(Type.Tuple([Type.Number(), Type.Number()]), { minItems: 4, maxItems: 20_000 });

const AreaSchema = Type.Object(
  {
    description: Text(4000),
    /** Rings of [longitude, latitude], degrees, closed. */
    polygons: Type.Array(Ring, { maxItems: 500 }),
    circles: Type.Array(
      Type.Object(
        { lonDeg: Type.Number(), latDeg: Type.Number(), radiusKm: Type.Number() },
        { additionalProperties: false },
      ),
      { maxItems: 500 },
    ),
    codes: Type.Array(Type.Object({ list: Text(400), code: Text(400) }, { additionalProperties: false }), {
      maxItems: 2000,
    }),
  },
  { additionalProperties: false },
);

const InfoSchema = Type.Object(
  {
    language: Text(80),
    categories: Type.Array(Text(20), { maxItems: 20 }),
    event: Text(1000),
    urgency: Text(20),
    severity: Text(20),
    certainty: Text(20),
    headline: Text(2000),
    description: Text(40_000),
    instruction: Text(40_000),
    onsetUtcMs: Type.Optional(Type.Number()),
    expiresUtcMs: Type.Optional(Type.Number()),
    areas: Type.Array(AreaSchema, { maxItems: 500 }),
  },
  { additionalProperties: false },
);

export const AlertSchema = Type.Object(
  {
    schema: Type.Literal(1),
    sender: Text(400),
    identifier: Text(400),
    sentUtcMs: Type.Number(),
    status: Text(20),
    msgType: Text(20),
    scope: Text(20),
    /** The alerts that it updates or cancels, as entries of the same owner. */
    references: Type.Array(Text(128), { maxItems: 200 }),
    infos: Type.Array(InfoSchema, { maxItems: 40 }),
  },
  { additionalProperties: false },
);
export type AlertBody = Static<typeof AlertSchema>;
export type AlertInfo = Static<typeof InfoSchema>;

export const alertType: EntryType<AlertBody> = {
  type: 'alert',
  schema: AlertSchema,
  version: 1,
  title: ({ body }) => titleOf(body),
  searchTexts: ({ body }) => [
    body.sender,
    body.identifier,
    ...body.infos.flatMap(({ event, headline, description, areas }) => [
      event,
      headline,
      description,
      ...areas.map((area) => area.description),
    ]),
  ],
  span: ({ sentUtcMs, infos }) => {
    const start = infos[0]?.onsetUtcMs ?? sentUtcMs;
    return { startUtcMs: start, endUtcMs: Math.max(start, infos[0]?.expiresUtcMs ?? start) };
  },
  place: ({ infos }) => placeOf(infos),
};

export function isAlert(entry: Entry): entry is Entry<AlertBody> {
  return entry.type === alertType.type;
}

/** "X says": a sender's own words, and under which status they were sent. */
function titleOf({ sender, status, msgType, infos }: AlertBody): MessageRef {
  const headline = inBoth(infos, ({ headline: line, event }) => line || event);
  const kind = msgType === 'Cancel' ? 'cancels' : 'says';
  const said = message(`alerts.title.${kind}`, { sender, headline });
  return status === 'Actual' ? said : message('alerts.title.marked', { status: status.toUpperCase(), said });
}

/** A text of the sender in the language of the reader where it was sent in it, and else as it was sent first. */
export function inBoth(
  infos: readonly AlertInfo[],
  textOf: (info: AlertInfo) => string,
): { readonly en: string; readonly ja: string } {
  const inLanguage = (language: string) =>
    infos.find((info) => info.language.toLowerCase().startsWith(language)) ?? infos[0];
  const text = (language: string) => {
    const info = inLanguage(language);
    return info === undefined ? '' : textOf(info);
  };
  return { en: text('en'), ja: text('ja') };
}

/** The middle of the first area that is drawn: its circle, or the box of its ring. */
function placeOf(infos: readonly AlertInfo[]): { lonDeg: number; latDeg: number } | undefined {
  for (const { polygons, circles } of infos.flatMap(({ areas }) => areas)) {
    const [circle] = circles;
    if (circle !== undefined) return { lonDeg: circle.lonDeg, latDeg: circle.latDeg };
    const [ring] = polygons;
    if (ring !== undefined) return middleOf(ring);
  }
  return undefined;
}

function middleOf(ring: readonly (readonly [number, number])[]): { lonDeg: number; latDeg: number } {
  const lons = ring.map(([lonDeg]) => lonDeg);
  // A ring that seems wider than half the world goes over the antimeridian.
  const crosses = Math.max(...lons) - Math.min(...lons) > 180;
  const shifted = crosses ? lons.map((lonDeg) => (lonDeg < 0 ? lonDeg + 360 : lonDeg)) : lons;
  const lats = ring.map(([, latDeg]) => latDeg);
  const lonDeg = (Math.min(...shifted) + Math.max(...shifted)) / 2;
  return {
    lonDeg: lonDeg > 180 ? lonDeg - 360 : lonDeg,
    latDeg: (Math.min(...lats) + Math.max(...lats)) / 2,
  };
}

/** CAP knows an alert by its sender, its identifier and when it was sent; a party has one entry of each. */
function entryIdOf(owner: PartyId, sender: string, identifier: string, sentUtcMs: number) {
  return derivedId('alert', owner, sender, identifier, sentUtcMs);
}

/** An alert without problems, as its reader's own entry: released by people, never by what it says of itself. */
export function alertDraft(alert: CapAlert, owner: PartyId, level: PartyLevel): EntryDraft<AlertBody> {
  const sentUtcMs = Date.parse(alert.sent);
  return {
    id: entryIdOf(owner, alert.sender, alert.identifier, sentUtcMs),
    type: alertType.type,
    owner,
    level,
    release: ownerOnly(owner),
    confidence: confidenceOf(alert.infos[0]),
    evidence: [],
    body: {
      schema: 1,
      sender: alert.sender,
      identifier: alert.identifier,
      sentUtcMs,
      status: alert.status,
      msgType: alert.msgType,
      scope: alert.scope,
      references: alert.references.map((reference) => {
        const [sender, identifier, sent] = reference.split(',');
        return entryIdOf(owner, sender, identifier, Date.parse(sent));
      }),
      infos: alert.infos.map(infoOf),
    },
  };
}

/** What the sender says of its certainty, in the middle of what CAP 1.2 means by each word (section 3.2.2). */
function confidenceOf(info: CapInfo | undefined): number {
  const certainties: Readonly<Record<string, number>> = {
    Observed: 90,
    Likely: 75,
    Possible: 35,
    Unlikely: 5,
  };
  return certainties[info?.certainty ?? ''] ?? 50;
}

function infoOf(info: CapInfo): AlertInfo {
  const { language, categories, event, urgency, severity, certainty, onset, expires, areas } = info;
  return {
    language,
    categories: [...categories],
    event,
    urgency,
    severity,
    certainty,
    headline: info.headline ?? '',
    description: info.description ?? '',
    instruction: info.instruction ?? '',
    ...(onset === undefined ? {} : { onsetUtcMs: Date.parse(onset) }),
    ...(expires === undefined ? {} : { expiresUtcMs: Date.parse(expires) }),
    areas: areas.map(({ areaDesc, polygons, circles, geocodes }) => ({
      description: areaDesc,
      polygons: polygons.map((ring) => ring.map(([lonDeg, latDeg]): [number, number] => [lonDeg, latDeg])),
      circles: circles.map((circle) => ({ ...circle })),
      codes: geocodes.map((code) => ({ ...code })),
    })),
  };
}
