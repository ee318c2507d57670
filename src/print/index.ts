/** A brief on paper and as text. */
export { briefPdf } from './briefpdf.ts';
export type { BriefPdfOptions } from './briefpdf.ts';
export { briefMarkdown, briefText } from './brieftext.ts';
