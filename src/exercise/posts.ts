/**
 * What the exercise's people say in public: an export of posts in four languages, drawn from a seed, as a researcher
 * would drop it into the narratives room. Two sets of accounts push claims about the relief of Minna together, among a
 * wire, fans, tide gauges that say they are machines, a town's own channel, fact-checkers and everybody else. Made-up
 * people, sites, platforms and claims.
 */
import { Random } from './random.ts';

type Language = 'en' | 'ja' | 'zh' | 'ru';
const hourMs = 3_600_000;
const days = 8;
const stream = 77;

/** One line of the export. */
interface Line {
  id: string;
  author: string;
  created_at: string;
  text: string;
  lang: string;
  platform: string;
  country: string;
  urls: string[];
  hashtags: string[];
  repost_of: string;
  is_bot: boolean;
  engagement: number;
}

const claims: Record<'aid' | 'drill' | 'harbour', Record<Language, string>> = {
  aid: {
    en: 'Relief goods for Minna sit locked in the Coast Watch’s own stores while Kirimi waits in the dark',
    ja: 'ミンナ向けの救援物資が沿岸監視庁の倉庫に止められたまま、キリミ町は暗闇の中で待たされている',
    zh: '送往明那岛的救援物资被锁在海岸监视厅的仓库里，而雾见町的居民仍在黑暗中等待',
    ru: 'Помощь для Минны заперта на складах Береговой стражи, пока жители Кирими ждут в темноте',
  },
  drill: {
    en: 'The sea drill of the Northern Compact shook the ground off Minna two days before the harbour broke',
    ja: '北方協約の海上訓練が、港が壊れる2日前にミンナ沖の海底を揺らしていた',
    zh: '北方协约的海上演习在港口损毁两天前震动了明那岛附近的海底',
    ru: 'Учения Северного пакта раскачали дно у Минны за два дня до разрушения гавани',
  },
  harbour: {
    en: 'The harbour of Minna was promised to a foreign fleet long before anybody was asked to vote',
    ja: 'ミンナの港は住民投票のはるか前から外国艦隊に約束されていた',
    zh: '早在任何人被要求投票之前，明那岛的港口就已许诺给外国舰队',
    ru: 'Гавань Минны обещали чужому флоту задолго до того, как кого-либо позвали голосовать',
  },
};
const tails: Record<Language, readonly string[]> = {
  en: ['', '. Ask who gave the order', '. Share before it is gone', ' #MinnaWaits', '. Everybody knows'],
  ja: ['', '。誰の指示なのか', '。消される前に広めて', ' #ミンナは待っている', '。みんな知っている'],
  zh: ['', '。是谁下的命令', '。请在被删前转发', ' #明那在等待', '。大家都知道'],
  ru: ['', '. Кто отдал приказ', '. Делитесь, пока не удалили', ' #МиннаЖдёт', '. Все это знают'],
};

const subjects: Record<Language, readonly string[]> = {
  en: ['The ferry', 'My neighbour', 'The school', 'The market', 'Our bus', 'The bakery', 'The library'],
  ja: ['連絡船は', '隣の人が', '小学校は', '朝市は', '路線バスは', 'パン屋さんは', '図書館は'],
  zh: ['渡轮', '邻居', '学校', '早市', '公交车', '面包店', '图书馆'],
  ru: ['Паром', 'Мой сосед', 'Школа', 'Рынок', 'Наш автобус', 'Пекарня', 'Библиотека'],
};
const deeds: Record<Language, readonly string[]> = {
  en: [
    'opened again this morning after a long night',
    'lent us a lamp and a warm blanket for the children',
    'is late because of the wind on the western road',
    'smells of fresh fish and wet wood as it always did',
    'asks for volunteers to carry water on Saturday',
    'plays music in the evening so that nobody feels alone',
    'sold the last umbrella an hour before the rain',
  ],
  ja: [
    '長い夜のあと今朝また開いた',
    '子どもたちに毛布とランプを貸してくれた',
    '西の道の強風で遅れているらしい',
    'いつものように魚と濡れた木の匂いがする',
    '土曜日に水を運ぶ人を募っている',
    '夕方に音楽を流していて寂しくない',
    '雨の一時間前に最後の傘が売れたそうだ',
  ],
  zh: [
    '在漫长的夜晚之后今早重新开放了',
    '借给孩子们一盏灯和暖和的毯子',
    '因为西路的大风而晚点了',
    '还是那股鲜鱼和湿木头的味道',
    '周六招募志愿者一起运水',
    '傍晚放着音乐让大家不觉得孤单',
    '在下雨前一小时卖掉了最后一把伞',
  ],
  ru: [
    'снова открылась утром после долгой ночи',
    'дала нам лампу и тёплое одеяло для детей',
    'опаздывает из-за ветра на западной дороге',
    'пахнет свежей рыбой и мокрым деревом, как всегда',
    'ищет добровольцев носить воду в субботу',
    'играет музыку вечером, чтобы никому не было одиноко',
    'продала последний зонт за час до дождя',
  ],
};
const places: Record<Language, readonly string[]> = {
  en: ['in Kirimi', 'by the old pier', 'on the hill', 'near the lighthouse', 'at the crossroads'],
  ja: ['（キリミにて）', '（古い桟橋のそば）', '（丘の上で）', '（灯台の近く）', '（四つ辻で）'],
  zh: ['（雾见町）', '（旧码头旁）', '（山丘上）', '（灯塔附近）', '（十字路口）'],
  ru: ['в Кирими', 'у старого причала', 'на холме', 'возле маяка', 'на перекрёстке'],
};
const thoughts: Record<Language, readonly (readonly string[])[]> = {
  en: [
    ['Tonight', 'By noon', 'After the shift', 'Before dawn', 'On the way home', 'This week', 'Once more'],
    [
      'the old radio',
      'a pot of soup',
      'the roof',
      'grandmother’s letter',
      'our small boat',
      'the garden wall',
    ],
    [
      'needs mending',
      'made me smile',
      'took all my time',
      'reminds me of summer',
      'can wait',
      'is worth a photograph',
    ],
  ],
  ja: [
    ['今夜', '昼までに', '仕事帰りに', '夜明け前', '帰り道で', '今週は', 'もう一度'],
    ['古いラジオを', '鍋いっぱいの汁を', '屋根を', '祖母の手紙を', '小さな舟を', '庭の石垣を'],
    ['直している', '眺めて和んだ', '一日かけて片づけた', '写真に収めたい', '大切にしたい', '思い出した'],
  ],
  zh: [
    ['今晚', '中午之前', '下班后', '天亮前', '回家路上', '这个星期', '又一次'],
    ['旧收音机', '一锅热汤', '屋顶', '奶奶的信', '我们的小船', '院子的石墙'],
    ['需要修理', '让我笑了', '花了我一整天', '让人想起夏天', '可以再等等', '值得拍张照片'],
  ],
  ru: [
    [
      'Сегодня ночью',
      'К полудню',
      'После смены',
      'До рассвета',
      'По дороге домой',
      'На этой неделе',
      'Ещё раз',
    ],
    ['старое радио', 'кастрюля супа', 'крыша', 'бабушкино письмо', 'наша лодка', 'стена сада'],
    [
      'просит починки',
      'заставила улыбнуться',
      'заняла весь день',
      'напоминает о лете',
      'подождёт',
      'стоит снимка',
    ],
  ],
};
const countryOf: Record<Language, string> = { en: 'XL', ja: 'XM', zh: 'XA', ru: 'XK' };

/** What an analyst of the exercise notes beside such a collection. */
export const postSettings = {
  homeLanguages: ['ja'],
  homeCountries: ['XM'],
  declaredOwners: { 'kirimi-town.example': 'the town of Kirimi' },
};

/** @param endUtcMs the export was made then; it holds the eight days before @returns JSON lines */
export function exercisePosts(seed: number, endUtcMs: number): string {
  const teller = new Teller(seed, endUtcMs);
  return teller.tell();
}

class Teller {
  readonly #random: Random;
  readonly #startUtcMs: number;
  readonly #endUtcMs: number;
  readonly #lines: (Line & { readonly utcMs: number })[] = [];

  constructor(seed: number, endUtcMs: number) {
    this.#random = new Random(seed, stream);
    this.#endUtcMs = endUtcMs;
    this.#startUtcMs = endUtcMs - days * 24 * hourMs;
  }

  tell(): string {
    for (const language of ['ja', 'en', 'zh', 'ru'] as const) this.#everybody(language);
    // The same pages in two languages; the others follow after a day.
    this.#together('voice', ['ja', 'en'], ['aid', 'harbour'], 11, 14, 30);
    this.#together('torch', ['ru', 'zh'], ['aid', 'drill'], 8, 10, 66);
    this.#quake();
    this.#wire();
    this.#fans();
    this.#gauges();
    this.#town();
    this.#checkers();
    this.#greetings();
    return this.#inOrder();
  }

  /** A collector that was down for a night has a gap, and says so by having nothing. */
  #inOrder(): string {
    const gapFromUtcMs = this.#startUtcMs + 98 * hourMs;
    return this.#lines
      .filter(({ utcMs }) => utcMs < this.#endUtcMs)
      .filter(({ utcMs }) => utcMs < gapFromUtcMs || utcMs > gapFromUtcMs + 9 * hourMs)
      .sort((a, b) => a.utcMs - b.utcMs || (a.id < b.id ? -1 : 1))
      .map(({ utcMs: _utcMs, ...line }) => `${JSON.stringify(line)}\n`)
      .join('');
  }

  #post(author: string, utcMs: number, text: string, lang: Language, more: Partial<Line> = {}): string {
    const id = `m${this.#lines.length + 1}`;
    const at = Math.floor(utcMs / 1000) * 1000;
    this.#lines.push({
      id,
      author,
      created_at: new Date(at).toISOString(),
      text,
      lang,
      platform: 'chirper',
      country: countryOf[lang],
      urls: [],
      hashtags: [],
      repost_of: '',
      is_bot: false,
      engagement: this.#random.below(12),
      ...more,
      utcMs: at,
    });
    return id;
  }

  #anyTime(): number {
    return this.#random.between(this.#startUtcMs, this.#endUtcMs);
  }

  #sentence(language: Language): string {
    const space = language === 'en' || language === 'ru' ? ' ' : '';
    return [subjects, deeds, places].map((words) => this.#random.pick(words[language])).join(space);
  }

  #thought(language: Language): string {
    const space = language === 'en' || language === 'ru' ? ' ' : '';
    return thoughts[language].map((words) => this.#random.pick(words)).join(space);
  }

  #everybody(language: Language): void {
    for (let person = 0; person < 55; person++)
      for (let i = 1 + this.#random.below(7); i > 0; i--) {
        const named = this.#random.unit() < 0.1 ? ` @${language}_islander${this.#random.below(55)}` : '';
        const text = `${this.#sentence(language)}${language === 'en' || language === 'ru' ? '. ' : '。'}${this.#thought(language)}${named}`;
        this.#post(`${language}_islander${person}`, this.#anyTime(), text, language, {
          platform: this.#random.unit() < 0.3 ? 'threadline' : 'chirper',
          // Most read the same few papers, each page by some.
          urls:
            this.#random.unit() < 0.7
              ? [`https://paper${this.#random.below(2)}.example/today/${this.#random.below(6)}`]
              : [],
        });
      }
  }

  /** Accounts that push claims in waves within minutes of each other, each wave with a page of one site. */
  #together(
    site: 'voice' | 'torch',
    languages: readonly [Language, Language],
    pushed: readonly (keyof typeof claims)[],
    members: number,
    waves: number,
    afterHours: number,
  ): void {
    for (let wave = 0; wave < waves; wave++) {
      const atUtcMs = this.#startUtcMs + (afterHours + wave * 9 + this.#random.between(0, 5)) * hourMs;
      const claim = pushed[wave % pushed.length];
      const page = `https://minna-${site}.example/${claim}/${wave}`;
      for (let member = 0; member < members; member++) {
        if (this.#random.unit() < 0.18) continue;
        const language = languages[member % 2];
        const text = claims[claim][language] + this.#random.pick(tails[language]);
        const id = this.#post(
          `${site}_${language}${member}`,
          atUtcMs + (language === languages[1] ? 4 * 60_000 : 0) + this.#random.between(0, 14 * 60_000),
          `${text} ${page}`,
          language,
          {
            urls: [page],
            platform: wave % 4 === 3 ? 'threadline' : 'chirper',
            engagement: 20 + this.#random.below(160),
            // The first that was collected passes on one that was not.
            ...(site === 'voice' && wave === 1 && member === 0 ? { repost_of: 'm-not-collected' } : {}),
          },
        );
        this.#carriedOn(id, text, language, atUtcMs);
      }
    }
  }

  /** Some of everybody take it up, hours later. */
  #carriedOn(of: string, text: string, language: Language, atUtcMs: number): void {
    if (this.#random.unit() > 0.2) return;
    for (let i = this.#random.below(4); i > 0; i--)
      this.#post(
        `${language}_islander${this.#random.below(55)}`,
        atUtcMs + this.#random.between(0.4, 20) * hourMs,
        text,
        language,
        { repost_of: of },
      );
  }

  #quake(): void {
    const atUtcMs = this.#endUtcMs - 30 * hourMs;
    const said: Record<Language, string> = {
      en: 'Strong earthquake off Minna, magnitude 6.8, keep away from the shore',
      ja: 'ミンナ沖で強い地震、マグニチュード6.8、海岸から離れてください',
      zh: '明那岛近海发生6.8级强震，请远离海岸',
      ru: 'Сильное землетрясение у Минны, магнитуда 6,8, держитесь дальше от берега',
    };
    for (const language of ['ja', 'en', 'zh', 'ru'] as const)
      for (let person = 0; person < 9; person++)
        this.#post(
          `${language}_islander${person}`,
          atUtcMs + this.#random.between(1, 50) * 60_000,
          said[language],
          language,
          { urls: [`https://quakes.example/${language}`], engagement: this.#random.below(60) },
        );
  }

  /** Papers that carry an agency's texts, each on its own site. */
  #wire(): void {
    for (let story = 0; story < 16; story++) {
      const atUtcMs = this.#anyTime();
      const text = `Agency: ${this.#sentence('en')}; ${this.#sentence('en')}`;
      for (let paper = 0; paper < 7; paper++)
        if (this.#random.unit() < 0.8)
          this.#post(`island_paper${paper}`, atUtcMs + this.#random.between(0, 25) * 60_000, text, 'en', {
            urls: [`https://paper${paper}.example/wire/${story}`],
          });
    }
  }

  #fans(): void {
    for (let song = 0; song < 18; song++) {
      const atUtcMs = this.#anyTime();
      const original = this.#post('umi_no_uta', atUtcMs, this.#sentence('ja'), 'ja', { engagement: 900 });
      for (let fan = 0; fan < 12; fan++)
        if (this.#random.unit() < 0.75)
          this.#post(`umi_fan${fan}`, atUtcMs + this.#random.between(0, 10) * 60_000, '', 'ja', {
            repost_of: original,
          });
    }
  }

  #gauges(): void {
    for (let hour = 3; hour < days * 24; hour += 8) {
      const text = `Tide at Kirimi ${(1.2 + this.#random.between(0, 1)).toFixed(2)} m, wind ${2 + this.#random.below(12)} m/s, next reading in eight hours`;
      for (let gauge = 0; gauge < 4; gauge++)
        this.#post(`tide_gauge${gauge}`, this.#startUtcMs + hour * hourMs + gauge * 9_000, text, 'en', {
          is_bot: true,
        });
    }
  }

  #town(): void {
    for (let notice = 0; notice < 12; notice++) {
      const atUtcMs = this.#anyTime();
      const text = `キリミ町からのお知らせ：${this.#sentence('ja')}`;
      for (let desk = 0; desk < 5; desk++)
        if (this.#random.unit() < 0.85)
          this.#post(`kirimi_desk${desk}`, atUtcMs + this.#random.between(0, 20) * 60_000, text, 'ja', {
            urls: [`https://kirimi-town.example/notice/${notice}`],
          });
    }
  }

  #checkers(): void {
    const says: Record<'en' | 'ja', (claim: string) => string> = {
      en: (claim) =>
        `Fact check, not true: “${claim}”. Three reporters read the ledger of the depot: forty-one lorries left between Friday noon and Saturday night, and every town has signed for what it received, with the hour beside each signature`,
      ja: (claim) =>
        `ファクトチェック：「${claim}」は事実ではない。記者3名が保管所の台帳を確認したところ、金曜正午から土曜夜までに41台のトラックが出発し、各町は受領した品目と時刻に署名している。受領書の写しも公開されている`,
    };
    for (const language of ['en', 'ja'] as const)
      for (let i = 0; i < 7; i++)
        this.#post(
          `checks_${language}${i % 3}`,
          this.#startUtcMs + (80 + i * 11) * hourMs,
          says[language](claims.aid[language]),
          language,
          { urls: ['https://checks.example/minna-aid'], engagement: 40 + this.#random.below(90) },
        );
  }

  #greetings(): void {
    for (let day = 0; day < days; day++)
      for (let person = 0; person < 8; person++)
        if (this.#random.unit() < 0.8)
          this.#post(
            `early_bird${person}`,
            this.#startUtcMs + (day * 24 + 13) * hourMs + this.#random.between(0, 20) * 60_000,
            'おはようございます、今日もよい一日を',
            'ja',
          );
  }
}
