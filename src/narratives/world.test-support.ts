/**
 * A synthetic world of posts in four languages, drawn from a seed, which knows who was planted: groups that copy,
 * paraphrase lightly, stagger and share domains, among ordinary people, fans, a news wire, declared bots, a party,
 * an agency's desks, pages with share buttons, greetings and breaking news; and which knows where each story began.
 * Sizes, habits and delays are drawn from wide ranges: the planter knows no threshold of any detector. Made-up people,
 * sites and claims.
 */
import type { PostFields, Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';

export type WorldLanguage = 'en' | 'ru' | 'ja' | 'zh';
export const worldLanguages: readonly WorldLanguage[] = ['en', 'ru', 'ja', 'zh'];

/** Words to make sentences of; in Japanese and Chinese they are put together without spaces. */
export const vocabulary: Record<WorldLanguage, readonly string[]> = {
  en: 'harbour council vote bridge school budget market river winter train storm engine garden doctor paper island road power music film ticket price bread festival mayor ferry report library teacher weather coast season village factory story record evening morning public minister question answer travel summer station'.split(
    ' ',
  ),
  ru: 'гавань совет голос мост школа бюджет рынок река зима поезд буря двигатель сад врач бумага остров дорога музыка фильм билет цена хлеб праздник мэр паром отчет библиотека учитель погода берег сезон деревня завод история запись вечер утро министр вопрос ответ поездка лето станция'.split(
    ' ',
  ),
  ja: '港湾が 議会で 投票を 橋梁の 学校へ 予算は 市場と 河川に 冬季の 列車が 嵐では 機関を 庭園に 医師が 新聞で 島嶼を 道路は 電力と 音楽に 映画の 切符を 価格が 食品は 祭典で 市長が 連絡船 報告書 図書館 先生は 天気に 海岸で 季節の 村落に 工場で 物語を 記録は 夕方に 早朝の 大臣が 質問を 回答は 旅行に 夏季の 駅前で'.split(
    ' ',
  ),
  zh: '港口 议会 投票 桥梁 学校 预算 市场 河流 冬天 火车 风暴 引擎 花园 医生 报纸 岛屿 道路 电力 音乐 电影 车票 价格 面包 节日 市长 渡轮 报告 图书 老师 天气 海岸 季节 村庄 工厂 故事 记录 傍晚 清晨 部长 问题 回答 旅行 夏天 车站'.split(
    ' ',
  ),
};

export interface World {
  readonly posts: Posts;
  /** Planted groups by the names of their accounts. */
  readonly planted: readonly (readonly string[])[];
  readonly declaredOwners: ReadonlyMap<string, string>;
  readonly cascades: readonly PlantedCascade[];
}

/** A story that went from post to post. */
export interface PlantedCascade {
  /** The post that began it, where it is among the posts; undefined where it was not collected. */
  readonly origin: string | undefined;
  /** Ids of its posts that were collected. */
  readonly posts: readonly string[];
}

/** Mulberry32: small, seeded, the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const dayMs = 86_400_000;
const startUtcMs = Date.UTC(2026, 10, 1);
const days = 10;

class WorldMaker {
  readonly #random: () => number;
  readonly #rows: PostFields[] = [];
  #made = 0;
  readonly planted: string[][] = [];
  readonly owners = new Map<string, string>();
  readonly cascades: PlantedCascade[] = [];

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)];
  }

  sentence(language: WorldLanguage, words = 9 + this.int(8)): string[] {
    return Array.from({ length: words }, () => this.pick(vocabulary[language]));
  }

  join(language: WorldLanguage, words: readonly string[]): string {
    return words.join(language === 'ja' || language === 'zh' ? '' : ' ');
  }

  /** A number between two others. */
  between(low: number, high: number): number {
    return low + this.#random() * (high - low);
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** Some words replaced. */
  paraphrase(language: WorldLanguage, words: readonly string[], share: number): string[] {
    return words.map((word) => (this.chance(share) ? this.pick(vocabulary[language]) : word));
  }

  /** Takes a post away again, as a collection does that misses it. */
  forget(post: string): void {
    const at = this.#rows.findIndex((row) => row.post === post);
    this.#rows.splice(at, 1);
  }

  time(): number {
    return startUtcMs + this.#random() * days * dayMs;
  }

  soonAfter(timeUtcMs: number, withinMs: number): number {
    return timeUtcMs + this.#random() * withinMs;
  }

  post(account: string, timeUtcMs: number, text: string, more: Partial<PostFields> = {}): string {
    const post = `p${this.#made++}`;
    this.#rows.push({
      post,
      account,
      timeUtcMs: Math.floor(timeUtcMs / 1000) * 1000,
      precisionMs: 1000,
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

  posts(): Posts {
    const builder = new PostBuilder();
    for (const row of this.#rows) builder.add(row);
    return builder.done();
  }
}

/** @param scale 1 is about 12,000 posts of 700 accounts */
export function makeWorld(seed: number, scale = 1): World {
  const make = new WorldMaker(seed);
  for (const language of worldLanguages) {
    const people = Array.from({ length: Math.round(120 * scale) }, (_, i) => `${language}-person${i}`);
    ordinary(make, language, people);
    breakingNews(make, language, people);
    fans(make, language);
    wire(make, language);
    bots(make, language);
    party(make, language);
    greetings(make, language);
    shareButtons(make, language, people);
    desks(make, language);
    cascades(make, language, people);
    planted(make, language, people);
  }
  return {
    posts: make.posts(),
    planted: make.planted,
    declaredOwners: make.owners,
    cascades: make.cascades,
  };
}

/** Own words, pages that many read, reposts of whom they follow. */
function ordinary(make: WorldMaker, language: WorldLanguage, people: readonly string[]): void {
  const pages = Array.from({ length: 40 }, (_, i) => `https://news${i % 8}-${language}.example/story/${i}`);
  const popular: string[] = [];
  for (const person of people)
    for (let i = 0; i < 14; i++) {
      const text = make.join(language, make.sentence(language));
      const chance = make.int(10);
      if (chance < 2 && popular.length > 0)
        make.post(person, make.time(), text, { repostOf: make.pick(popular) });
      else {
        const page = pages[Math.min(make.int(40), make.int(40))];
        const id = make.post(person, make.time(), text, { urls: chance < 5 ? [page] : [] });
        if (make.int(12) === 0) popular.push(id);
      }
    }
}

/** Within an hour a third of all people share one of a few pages, some with its title as their text. */
function breakingNews(make: WorldMaker, language: WorldLanguage, people: readonly string[]): void {
  for (let event = 0; event < 6; event++) {
    const at = make.time();
    const title = make.join(language, make.sentence(language));
    const url = `https://press-${language}.example/breaking/${event}`;
    for (const person of people)
      if (make.int(3) === 0)
        make.post(
          person,
          make.soonAfter(at, 3_600_000),
          make.int(2) === 0 ? title : make.join(language, make.sentence(language)),
          { urls: [url] },
        );
  }
}

/** A club that reposts its star at once and puts the same tags under words of its own. */
function fans(make: WorldMaker, language: WorldLanguage): void {
  const club = Array.from({ length: 15 }, (_, i) => `${language}-fan${i}`);
  for (let song = 0; song < 12; song++) {
    const at = make.time();
    const original = make.post(`${language}-star`, at, make.join(language, make.sentence(language)));
    for (const fan of club) {
      if (make.int(10) < 7) make.post(fan, make.soonAfter(at, 600_000), '', { repostOf: original });
      if (make.int(10) < 6)
        make.post(fan, make.soonAfter(at, 1_200_000), make.join(language, make.sentence(language)), {
          tags: [`star${language}`, `song${song}`],
        });
    }
  }
}

/** Papers that carry an agency's texts, each on its own site. */
function wire(make: WorldMaker, language: WorldLanguage): void {
  for (let story = 0; story < 25; story++) {
    const at = make.time();
    const words = make.sentence(language, 16);
    for (let paper = 0; paper < 9; paper++)
      if (make.int(10) < 7)
        make.post(`${language}-paper${paper}`, make.soonAfter(at, 1_800_000), make.join(language, words), {
          urls: [`https://paper${paper}-${language}.example/wire/${story}`],
        });
  }
}

function bots(make: WorldMaker, language: WorldLanguage): void {
  for (let hour = 0; hour < 30; hour++) {
    const at = make.time();
    const text = make.join(language, make.sentence(language, 10));
    for (let bot = 0; bot < 5; bot++)
      make.post(`${language}-bot${bot}`, make.soonAfter(at, 60_000), text, { declaredAutomated: true });
  }
}

/** A party whose members share its own site under its slogans; the site is known to be the party's. */
function party(make: WorldMaker, language: WorldLanguage): void {
  make.owners.set(`party-${language}.example`, 'the party');
  for (let slogan = 0; slogan < 12; slogan++) {
    const at = make.time();
    const text = make.join(language, make.sentence(language));
    for (let member = 0; member < 10; member++)
      if (make.int(10) < 6)
        make.post(`${language}-party${member}`, make.soonAfter(at, 2_400_000), text, {
          urls: [`https://party-${language}.example/programme/${slogan}`],
        });
  }
}

const greetingsOf: Record<WorldLanguage, readonly string[]> = {
  en: ['Good morning everyone', 'Good night everyone', 'Good evening dear friends', 'Happy Friday everyone'],
  ru: ['Доброе утро всем', 'Спокойной ночи всем', 'Добрый вечер друзья', 'Добрый день друзья'],
  ja: ['おはようございます', 'おやすみなさい皆さん', 'こんばんは皆さん', 'お疲れさまでした'],
  zh: ['早上好各位朋友', '晚安各位朋友们', '晚上好各位朋友', '早安各位朋友们'],
};

function greetings(make: WorldMaker, language: WorldLanguage): void {
  for (let day = 0; day < days; day++)
    for (const text of greetingsOf[language])
      for (let person = 0; person < 6; person++)
        if (make.int(10) < 8)
          make.post(
            `${language}-polite${person}`,
            make.soonAfter(startUtcMs + day * dayMs + 7 * 3_600_000, 1_800_000),
            text,
          );
}

const buttonWords: Record<WorldLanguage, string> = {
  en: 'via @thepaper',
  ru: 'через @gazeta',
  ja: '@shinbunさんから',
  zh: '（分享自 @baozhi）',
};

/** Pages whose button writes title, address and the paper's name; some readers press it often. */
function shareButtons(make: WorldMaker, language: WorldLanguage, people: readonly string[]): void {
  const readers = people.filter(() => make.chance(0.08));
  for (let page = 0; page < 30; page++) {
    const at = make.time();
    const title = make.join(language, make.sentence(language));
    for (const reader of readers)
      if (make.chance(0.35))
        make.post(reader, make.soonAfter(at, 5_400_000), `${title} ${buttonWords[language]}`, {
          urls: [`https://paper-${language}.example/${page}`],
        });
  }
}

/** An agency's desks, which repeat its notices and say whose they are. */
function desks(make: WorldMaker, language: WorldLanguage): void {
  const own = Array.from({ length: 5 }, (_, i) => `${language}-desk${i}`);
  for (const desk of own) make.owners.set(desk, 'the agency');
  for (let notice = 0; notice < 20; notice++) {
    const at = make.time();
    const text = make.join(language, make.sentence(language, 15));
    for (const desk of own) if (make.chance(0.8)) make.post(desk, make.soonAfter(at, 1_200_000), text);
  }
}

/** A post, its reposts and reposts of those, and some who copy its words; of some the first post was not collected. */
function cascades(make: WorldMaker, language: WorldLanguage, people: readonly string[]): void {
  for (let story = 0; story < 12; story++) {
    const at = make.time();
    const text = make.join(language, make.sentence(language, 12 + make.int(10)));
    const first = make.post(make.pick(people), at, text);
    const posts = [first];
    const times = [at];
    const size = 4 + make.int(30);
    for (let i = 0; i < size; i++) {
      const parent = make.chance(0.5) ? 0 : make.int(posts.length);
      const time = make.soonAfter(times[parent] + 1000, make.between(600_000, 7_200_000));
      // A repost carries the words of its original; a copy names none.
      const isCopy = i > 2 && make.chance(0.25);
      posts.push(make.post(make.pick(people), time, text, isCopy ? {} : { repostOf: posts[parent] }));
      times.push(time);
    }
    const isMissing = make.chance(0.3);
    if (isMissing) make.forget(first);
    make.cascades.push({
      origin: isMissing ? undefined : first,
      posts: isMissing ? posts.slice(1) : posts,
    });
  }
}

/** Four ways of acting together in secret, among posts like anybody's; now and then somebody takes up what they say. */
function planted(make: WorldMaker, language: WorldLanguage, people: readonly string[]): void {
  const ways = ['copy', 'paraphrase', 'stagger', 'domain'] as const;
  for (const way of ways) {
    const members = Array.from({ length: 5 + make.int(11) }, (_, i) => `${language}-${way}${i}`);
    make.planted.push(members);
    const habits = {
      items: 8 + make.int(16),
      diligence: make.between(0.6, 0.95),
      withinMs: make.between(60_000, 1_200_000),
      stepMs: make.between(60_000, 420_000),
      rewritten: make.between(0.02, 0.07),
      pages: 1 + make.int(5),
    };
    for (let item = 0; item < habits.items; item++) {
      const at = make.time();
      const words = make.sentence(language, 12 + make.int(9));
      members.forEach((member, i) => {
        if (!make.chance(habits.diligence)) return;
        const lagMs =
          way === 'stagger' ? i * habits.stepMs + make.int(60_000) : make.between(0, habits.withinMs);
        const said =
          way === 'paraphrase'
            ? make.paraphrase(language, words, habits.rewritten)
            : way === 'domain'
              ? make.sentence(language)
              : words;
        const urls =
          way === 'domain' ? [`https://hidden-${language}.example/${item}-${make.int(habits.pages)}`] : [];
        make.post(member, at + lagMs, make.join(language, said), { urls });
      });
      if (make.chance(0.2))
        make.post(make.pick(people), make.soonAfter(at, 7_200_000), make.join(language, words));
    }
    for (const member of members)
      for (let i = make.int(12); i > 0; i--)
        make.post(member, make.time(), make.join(language, make.sentence(language)));
  }
}
