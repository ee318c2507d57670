import type { Brief, BriefSource, Language, MessageRef } from '../core/index.ts';
import { message } from '../core/index.ts';
import { Speaker, printWords } from '../words/index.ts';

/** The page's own sentences take finished words: those of rooms are said by the rooms' speaker first. */
type OwnParam = string | number | { readonly en: string; readonly ja: string };

const ownWords = new Speaker([printWords]);

/**
 * What a page says, in its reader's language. Names of ships and accounts come from anyone: control characters and
 * changes of writing direction, which could forge a line or a terminal's screen, are dropped.
 */
export class Voice {
  readonly language: Language;
  readonly #speaker: Speaker;

  constructor(language: Language, speaker: Speaker) {
    this.language = language;
    this.#speaker = speaker;
  }

  say(text: MessageRef): string {
    return plain(this.#speaker.say(this.language, text));
  }

  /** A sentence of the printed page itself. */
  own(key: keyof typeof printWords, params?: Readonly<Record<string, OwnParam>>): string {
    return plain(ownWords.say(this.language, message(key, params)));
  }

  /** Sentences one after the other: Japanese has no space between them. */
  joined(texts: readonly MessageRef[]): string {
    return texts.map((text) => this.say(text)).join(this.language === 'ja' ? '' : ' ');
  }

  title({ heading, partyName }: Brief): string {
    return heading === undefined ? this.own('print.title', { party: partyName }) : this.say(heading.title);
  }

  period({ heading, at, since }: Brief): string {
    return heading === undefined ? this.own('print.period', { at, since }) : this.say(heading.period);
  }

  source({ text, asOf }: BriefSource): string {
    return this.own('print.source', { text: this.say(text), asOf });
  }
}

function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must go
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');
}
