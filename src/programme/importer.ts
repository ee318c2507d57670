/** A document of any kind → an entry of its own, and the facts in it as statements that wait for review. */
import type { Importer, Json, MessageRef } from '../core/index.ts';
import { message } from '../core/index.ts';
import { documentDraft, statementDraft } from './entries.ts';
import { extractFacts } from './extract.ts';
import type { Fact } from './extract.ts';
import { htmlDate } from './html.ts';
import { readPage } from './page.ts';
import { factsOfDocument } from './read.ts';
import { statementsOf } from './record.ts';
import { namesOf } from './sense.ts';
import { fold, paragraphsOf } from './text.ts';
import type { Span } from './text.ts';

const endings = /\.(txt|text|md|html?|xhtml|docx|pdf)$/i;

interface DocumentOptions {
  readonly fileName: string;
  readonly format: 'text' | 'html' | 'docx' | 'pdf';
  readonly sha256: string;
  readonly party: string;
  readonly at: string;
  /** Passages that a model proposes; each stands in the text to the letter. */
  readonly passages?: readonly Span[];
}

export const documentImporter: Importer = {
  name: 'programme-document',
  label: message('programme.importer'),
  input: 'text',
  detect: (fileName) => endings.test(fileName),
  open: (sink, options) => {
    const given = options as Readonly<Record<string, Json>> & DocumentOptions;
    const parts: Uint8Array[] = [];
    let facts = 0;
    const report = () => ({ read: facts, taken: facts, refused: [], notes: notesOf(facts) });
    return {
      push: (bytes) => parts.push(bytes),
      report,
      end: () => {
        const text = decode(parts);
        const { fileName, format, sha256 } = given;
        const read = factsOfDocument(fileName, text, format);
        const statements = statementsOf([...read, ...passedOver(fileName, text, read, given.passages)]);
        const date = dateOf(text, format);
        const document = { file: fileName, date: null, dateBasis: 'none' as const, sha256, format, text };
        sink.entry(
          documentDraft(
            date === undefined ? document : { ...document, date, dateBasis: 'explicit' as const },
            given,
          ) as never,
        );
        for (const statement of statements)
          sink.entry(statementDraft(statement, 'proposed', sha256, given) as never);
        facts = statements.length;
        return report();
      },
    };
  },
};

/**
 * Proposed passages that no fact of our own covers, read as far as they can be: what cannot stands undated, as something
 * said, for a person to put right.
 */
function passedOver(file: string, text: string, read: readonly Fact[], spans: readonly Span[] = []): Fact[] {
  return spans
    .filter(({ start, end }) => !read.some((fact) => fact.start < end && fact.end > start))
    .map(({ start, end }) => {
      const quote = text.slice(start, end);
      const own = extractFacts(file, quote).at(0);
      const bare = {
        kind: 'statement',
        level: 'other',
        areas: [],
        places: [],
        amounts: [],
        modality: 'said',
      } as const;
      const undated = { date: null, datePrecision: 'undated', dateBasis: 'none' } as const;
      const title = quote.length > 90 ? `${quote.slice(0, 89)}…` : quote;
      return { ...bare, ...undated, title, actors: namesOf(quote), ...own, file, quote, start, end };
    });
}

/** The day that a document states as its own; undefined where it does not. */
function dateOf(text: string, format: DocumentOptions['format']): string | undefined {
  if (format === 'html') return htmlDate(text);
  const folded = fold(text);
  return readPage(folded, paragraphsOf(folded)).documentDate;
}

function notesOf(facts: number): MessageRef[] {
  return [message('programme.importer.waiting', { count: facts })];
}

function decode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}
