/**
 * A second synthetic world, made by other rules than the first, so that nothing fits only the first: words by Zipf's law,
 * heavy posters and hours of day, an uneven mix of languages, clubs and groups of 4 to 40, and seven ways of acting
 * together. The planter knows no threshold.
 */
import type { PostFields, Posts } from '../../../src/narratives/posts.ts';
import { PostBuilder } from '../../../src/narratives/posts.ts';
import { randomFrom } from '../../../src/narratives/world.test-support.ts';

const languages = { ja: 1.6, en: 1, zh: 0.7, ru: 0.5 } as const;
type Language = keyof typeof languages;

const letters: Record<Language, string> = {
  ja: 'あいうえおかきくけこさしすせそたちつてとなにのはひまみも日本海島空港町村会議員選挙経済新聞報道市民生活電車学校病院',
  zh: '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经',
  ru: 'оеаинтсрвлкмдпуяызбгчйхжшюцщэф',
  en: 'etaoinshrdlcumwfgypbvk',
};
const emoji = ['😀', '🔥', '🇯🇵', '👍', '‼️', '🙏', '✨'];

export const harmlessKinds = ['person', 'fan', 'paper', 'bot', 'party', 'quake'] as const;
export const plantedKinds = ['edited', 'days', 'ring', 'site', 'image', 'reply', 'tags'] as const;
export type PlantedKind = (typeof plantedKinds)[number];

export interface OtherWorld {
  readonly posts: Posts;
  /** Accounts of each planted group, by the way they act. */
  readonly planted: readonly { readonly kind: PlantedKind; readonly members: readonly string[] }[];
  readonly declaredOwners: ReadonlyMap<string, string>;
}

const [secondMs, minuteMs, hourMs, dayMs] = [1000, 60_000, 3_600_000, 86_400_000];
const days = 21;
const startUtcMs = Date.UTC(2027, 3, 5);

class Maker {
  readonly random: () => number;
  readonly builder = new PostBuilder();
  readonly owners = new Map<string, string>();
  readonly planted: { kind: PlantedKind; members: string[] }[] = [];
  readonly #words = new Map<Language, string[]>();
  #made = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed * 7919 + 13);
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(list: readonly T[] | string): T {
    return list[this.int(list.length)] as T;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /** Most posts in the evening, few at night. */
  time(): number {
    const hour = [20, 21, 19, 12, 22, 8, 18, 13, 7, 17, 23, 9, 15, 10, 3][
      Math.min(this.int(15), this.int(15))
    ];
    return startUtcMs + this.int(days) * dayMs + hour * hourMs + this.random() * hourMs;
  }

  /** A word by its rank: the n-th is about 1/n as frequent as the first. */
  word(language: Language): string {
    let known = this.#words.get(language);
    if (known === undefined) {
      const short = language === 'ja' || language === 'zh';
      known = Array.from({ length: 1500 }, () =>
        Array.from({ length: short ? 1 + this.int(3) : 2 + this.int(7) }, () =>
          this.pick<string>(letters[language]),
        ).join(''),
      );
      this.#words.set(language, known);
    }
    return known[Math.floor(known.length ** this.random()) - 1];
  }

  text(language: Language, least = 8, more = 14): string[] {
    return Array.from({ length: least + this.int(more) }, () => this.word(language));
  }

  said(language: Language, words: readonly string[]): string {
    return words.join(language === 'ja' || language === 'zh' ? '' : ' ');
  }

  post(account: string, timeUtcMs: number, text: string, more: Partial<PostFields> = {}): string {
    const post = `x${this.#made++}`;
    this.builder.add({
      post,
      account,
      timeUtcMs: Math.floor(timeUtcMs / secondMs) * secondMs,
      precisionMs: secondMs,
      text,
      repostOf: '',
      replyTo: '',
      language: '',
      platform: 'made-up',
      country: '',
      urls: [],
      tags: [],
      media: [],
      object: '',
      declaredAutomated: false,
      ...more,
    });
    return post;
  }
}

/** @param scale 1 is about 35,000 posts */
export function makeOtherWorld(seed: number, scale = 1): OtherWorld {
  const make = new Maker(seed);
  for (const language of Object.keys(languages) as Language[]) {
    const people = Array.from(
      { length: Math.round(260 * scale * languages[language]) },
      (_, i) => `person-${language}${i}`,
    );
    const popular = ordinary(make, language, people);
    fans(make, language);
    papers(make, language);
    bots(make, language);
    party(make, language);
    quakes(make, language, people);
    for (const kind of plantedKinds) plant(make, language, kind, people, popular);
  }
  return { posts: make.builder.done(), planted: make.planted, declaredOwners: make.owners };
}

/** A few post very much; links and reposts go to what many read. @returns posts that people repost and answer */
function ordinary(make: Maker, language: Language, people: readonly string[]): string[] {
  const popular: string[] = [];
  for (const person of people)
    for (let i = Math.ceil(120 ** make.random()); i > 0; i--) {
      const more: Partial<PostFields> = {};
      const habit = make.random();
      const old = popular[Math.max(0, popular.length - 1 - Math.floor(popular.length ** make.random()))];
      if (habit < 0.2 && old !== undefined) more.repostOf = old;
      else if (habit < 0.3 && old !== undefined) more.replyTo = old;
      else if (habit < 0.5)
        more.urls = [
          `https://daily${make.int(6)}-${language}.example/${Math.floor(400 ** make.random())}?id=${make.int(3)}`,
        ];
      else if (habit < 0.58) more.media = [`sha256:meme${language}${Math.floor(600 ** make.random())}`];
      else if (habit < 0.66) more.tags = [`topic${Math.floor(60 ** make.random())}${language}`];
      const text = more.repostOf === undefined ? make.said(language, make.text(language)) : '';
      const id = make.post(person, make.time(), text, more);
      if (text !== '' && make.chance(0.06)) popular.push(id);
    }
  return popular;
}

/** A large club: reposts of its star, its tags under own words, and now and then a cheer that all know. */
function fans(make: Maker, language: Language): void {
  const club = Array.from({ length: 20 + make.int(30) }, (_, i) => `fan-${language}${i}`);
  const cheers = Array.from({ length: 4 }, () => make.said(language, make.text(language, 6, 4)));
  for (let show = 0; show < 15; show++) {
    const at = make.time();
    const original = make.post(`star-${language}`, at, make.said(language, make.text(language)));
    for (const fan of club) {
      if (make.chance(0.5)) make.post(fan, at + make.random() * 40 * minuteMs, '', { repostOf: original });
      if (make.chance(0.4)) {
        const own = make.chance(0.15) ? make.pick(cheers) : make.said(language, make.text(language));
        make.post(fan, at + make.random() * 2 * hourMs, own, { tags: [`idol${language}`, `live${show}`] });
      }
    }
  }
}

/** An agency's texts under each paper's own head and on its own site, cut here and there. */
function papers(make: Maker, language: Language): void {
  for (let story = 0; story < 40; story++) {
    const at = make.time();
    const words = make.text(language, 18, 12);
    for (let paper = 0; paper < 14; paper++)
      if (make.chance(0.45)) {
        const cut = words.slice(0, words.length - make.int(4));
        make.post(`paper-${language}${paper}`, at + make.random() * 50 * minuteMs, make.said(language, cut), {
          urls: [
            `https://www.paper${paper}${language}.example/n/${story}${make.chance(0.3) ? '?from=sns' : ''}`,
          ],
        });
      }
  }
}

/** Weather and railway services that say that they are automatic: one form with other figures. */
function bots(make: Maker, language: Language): void {
  const form = make.text(language, 8, 4);
  for (let hour = 0; hour < 60; hour++) {
    const at = startUtcMs + hour * 7 * hourMs;
    for (let bot = 0; bot < 6; bot++)
      make.post(
        `bot-${language}${bot}`,
        at + make.int(90) * secondMs,
        make.said(language, [...form, `${hour % 30}`, make.word(language)]),
        {
          declaredAutomated: true,
        },
      );
  }
}

/** A campaign before an election: slogans with the party's page or without, from offices and helpers who say whose they are. */
function party(make: Maker, language: Language): void {
  const owner = `the list of ${language}`;
  make.owners.set(`list-${language}.example`, owner);
  const helpers = Array.from({ length: 18 }, (_, i) => `party-${language}${i}`);
  for (const helper of helpers) make.owners.set(helper, owner);
  for (let slogan = 0; slogan < 20; slogan++) {
    const at = make.time();
    const words = make.text(language, 10, 5);
    for (const helper of helpers)
      if (make.chance(0.4))
        make.post(
          helper,
          at + make.random() * 3 * hourMs,
          `${make.said(language, words)} ${make.pick(emoji)}`,
          {
            urls: make.chance(0.6)
              ? [`https://list-${language}.example/s/${slogan}?utm_source=${make.int(5)}`]
              : [],
          },
        );
  }
}

/** Within ten minutes a quarter of all say the same few words and pass the office's notice on. */
function quakes(make: Maker, language: Language, people: readonly string[]): void {
  for (let event = 0; event < 5; event++) {
    const at = make.time();
    const notice = make.post(`office-${language}`, at, make.said(language, make.text(language, 16, 6)));
    const cry = make.said(language, make.text(language, 6, 2));
    for (const person of people)
      if (make.chance(0.25))
        make.post(
          person,
          at + make.random() * 10 * minuteMs,
          make.chance(0.5) ? cry : '',
          make.chance(0.5) ? { repostOf: notice } : {},
        );
  }
}

function edited(make: Maker, language: Language, words: readonly string[]): string {
  const own = words.map((word) => (make.chance(0.03) ? make.word(language) : word));
  const text = make.said(language, own);
  return make.chance(0.5) ? `${text} ${make.pick(emoji)}${make.pick(emoji)}` : text;
}

function plant(
  make: Maker,
  language: Language,
  kind: PlantedKind,
  people: readonly string[],
  popular: readonly string[],
): void {
  const members = Array.from(
    { length: 4 + Math.floor(36 ** make.random()) },
    (_, i) => `${kind}-${language}${i}`,
  );
  make.planted.push({ kind, members });
  const items = 10 + make.int(20);
  const diligence = 0.55 + make.random() * 0.4;
  const withinMs = (2 + make.random() * 25) * minuteMs;
  for (let item = 0; item < items; item++) {
    const at = make.time();
    const words = make.text(language, 12, 10);
    // What a ring lifts up and a brigade answers is an ordinary person's post.
    const target = kind === 'ring' || kind === 'reply' ? make.pick<string>(popular) : '';
    for (const member of members) {
      if (!make.chance(diligence)) continue;
      const time = at + make.random() * (kind === 'days' ? 3 * dayMs : withinMs);
      const own = make.said(language, make.text(language));
      if (kind === 'edited')
        make.post(member, time, edited(make, language, words), {
          urls: make.chance(0.5)
            ? [`https://www.open${language}.example/a?utm_campaign=${member}&p=${item}`]
            : [],
        });
      else if (kind === 'days') make.post(member, time, edited(make, language, words));
      else if (kind === 'ring') make.post(member, time, '', { repostOf: target });
      else if (kind === 'site')
        make.post(member, time, own, {
          urls: [`https://m${make.int(4)}.truth-${language}.example/${item}/${make.int(3)}`],
        });
      else if (kind === 'image') make.post(member, time, own, { media: [`sha256:${language}${item}`] });
      else if (kind === 'reply') make.post(member, time, own, { replyTo: target });
      else make.post(member, time, own, { tags: [`a${language}${item}`, `b${item % 7}`, `c${language}`] });
    }
    if (make.chance(0.15))
      make.post(make.pick(people), at + make.random() * dayMs, make.said(language, words));
  }
  for (const member of members)
    for (let i = make.int(10); i > 0; i--)
      make.post(member, make.time(), make.said(language, make.text(language)));
}
