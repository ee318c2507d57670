/** Facts of a document in the form it came in, with offsets that lead back into the file. */
import { extractFacts } from './extract.ts';
import type { ExtractOptions, Fact } from './extract.ts';
import { htmlDate, htmlText, looksLikeHtml } from './html.ts';

/**
 * @param format `html` where the source is a page: offsets count the source, the quote is what a reader sees
 */
export function factsOfDocument(
  file: string,
  source: string,
  format: 'text' | 'html' | 'docx' | 'pdf',
  options: ExtractOptions = {},
): Fact[] {
  if (format !== 'html' && !(format === 'text' && looksLikeHtml(source)))
    return extractFacts(file, source, options);
  const { text, offsets } = htmlText(source);
  const documentDate = options.documentDate ?? htmlDate(source);
  return extractFacts(file, text, documentDate === undefined ? {} : { documentDate }).map((fact) => ({
    ...fact,
    start: offsets[fact.start],
    end: offsets[fact.end - 1] + 1,
  }));
}

/**
 * Whether a fact's quote still stands where it says: in plain text to the unit; in a page, what a reader sees of that
 * stretch.
 */
export function isQuoted(
  source: string,
  { quote, start, end }: Pick<Fact, 'quote' | 'start' | 'end'>,
): boolean {
  const found = source.slice(start, end);
  return found === quote || (looksLikeHtml(source) && plain(htmlText(found).text) === plain(quote));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
