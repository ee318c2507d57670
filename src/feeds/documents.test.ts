import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocument } from './documents.ts';

const word = (body: string, footnotes?: string) =>
  zipSync({
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    ),
    ...(footnotes === undefined ? {} : { 'word/footnotes.xml': strToU8(footnotes) }),
  });
const code = async (name: string, bytes: Uint8Array) =>
  readDocument(name, bytes).then(
    () => 'read',
    (error: { code?: string }) => error.code,
  );

/** A PDF of one page a text, each a list of lines with their distance from the foot. */
function pdf(pages: readonly (readonly (readonly [y: number, text: string])[])[]): Uint8Array {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>'];
  const kids = pages.map((_, i) => `${4 + i * 2} 0 R`).join(' ');
  objects.push(`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`);
  objects.push('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
  for (const [i, lines] of pages.entries()) {
    const content = lines.map(([y, text]) => `BT /F1 11 Tf 72 ${y} Td (${text}) Tj ET`).join('\n');
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + i * 2} 0 R>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    );
  }
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return strToU8(text);
}

describe('documents', () => {
  it('are text as it is, with the digest of their bytes', async () => {
    const { format, text, sha256 } = await readDocument('a.txt', strToU8('日本とNATO\u00a0'));
    expect({ format, text }).toEqual({ format: 'text', text: '日本とNATO\u00a0' });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are read in the codes of older Japanese pages', async () => {
    const shiftJis = new Uint8Array([0x93, 0xfa, 0x96, 0x7b, 0x82, 0xcc, 0x96, 0x68, 0x89, 0x71]);
    expect((await readDocument('a.txt', shiftJis)).text).toBe('日本の防衛');
  });

  it('of Word give a line a paragraph, their footnotes, and nothing that was deleted', async () => {
    const body =
      '<w:p><w:r><w:t>Japan &amp; NATO</w:t></w:r><w:r><w:t xml:space="preserve"> agreed</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>Second</w:t><w:br/><w:t>line</w:t></w:r></w:p>';
    const notes =
      '<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>NATO, July 12, 2023.</w:t></w:r></w:p></w:footnote></w:footnotes>';
    const { format, text } = await readDocument('a.docx', word(body, notes));
    expect(format).toBe('docx');
    expect(text).toBe('Japan & NATO agreed[2].\nSecond\nline\n\nFootnotes\n2 NATO, July 12, 2023.\n');
  });

  it('of PDF give paragraphs, without the head of every page', async () => {
    const page = (n: number, lines: readonly (readonly [number, string])[]) =>
      [[760, `Report 2024, page ${n}`], ...lines] as const;
    const { format, text } = await readDocument(
      'a.pdf',
      pdf([
        page(1, [
          [700, 'Japan and NATO signed a joint political declaration'],
          [686, 'in April 2013.'],
          [650, 'A second paragraph begins here and goes on to'],
        ]),
        page(2, [[700, 'the next page.']]),
        page(3, [[700, 'Third page.']]),
      ]),
    );
    expect(format).toBe('pdf');
    expect(text).toBe(
      'Japan and NATO signed a joint political declaration in April 2013.\nA second paragraph begins here and goes on to the next page.\nThird page.\n',
    );
  });

  it.each([
    ['a damaged archive', 'a.docx', strToU8('PK\u0003\u0004 nothing')],
    ['an archive that is no Word document', 'a.docx', zipSync({ 'other.xml': strToU8('<a/>') })],
    [
      'a document type in its XML',
      'a.docx',
      zipSync({ 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>') }),
    ],
    ['a damaged PDF', 'a.pdf', strToU8('%PDF-1.4 nothing')],
    ['a PDF without text', 'a.pdf', pdf([[]])],
    ['bytes that are no text', 'a.txt', new Uint8Array([0xff, 0x00, 0xc3, 0x28])],
  ])('are refused for %s', async (_, name, bytes) => {
    expect(await code(name, bytes)).toBe('document.unreadable');
  });
});
