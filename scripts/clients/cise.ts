/**
 * The published CISE schemas include themselves and import a namespace by several files, which libxml2 refuses. This
 * writes the same declarations with one file a namespace, nothing added and nothing taken out.
 */
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Part {
  readonly namespace: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly body: string;
}

/** @returns the file of a root element, by name */
export function mergedSchemas(published: string, folder: string): (root: string) => string {
  mkdirSync(folder, { recursive: true });
  const parts = filesUnder(join(published, 'entity'))
    .concat(join(published, 'relationship', 'Relationship.xsd'))
    .map((file) => partOf(readFileSync(file, 'utf8')));
  const namespaces = [...new Set(parts.map(({ namespace }) => namespace))];
  const fileOf = (namespace: string) => `${namespaces.indexOf(namespace)}.xsd`;
  for (const namespace of namespaces) {
    const own = parts.filter((part) => part.namespace === namespace);
    const prefixes = new Map(own.flatMap((part) => [...part.prefixes]));
    const imports = namespaces
      .filter((other) => other !== namespace)
      .map((other) => `<xs:import namespace="${other}" schemaLocation="${fileOf(other)}"/>`);
    const declared = [...prefixes].map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
    writeFileSync(
      join(folder, fileOf(namespace)),
      `<xs:schema ${declared.join(' ')} targetNamespace="${namespace}">${imports.join('')}${own.map(({ body }) => body).join('')}</xs:schema>`,
    );
  }
  return (root) => {
    const text = readFileSync(join(published, `${root}.xsd`), 'utf8');
    const file = join(folder, `${root}.xsd`);
    writeFileSync(
      file,
      text.replace(
        /(<xs:import\s+namespace="([^"]+)"\s+schemaLocation=")[^"]+"/g,
        (_, start: string, namespace: string) => `${start}${fileOf(namespace)}"`,
      ),
    );
    return file;
  };
}

function partOf(text: string): Part {
  const [opening = ''] = /<xs:schema[\s\S]*?>/.exec(text) ?? [];
  const body = text
    .slice(text.indexOf(opening) + opening.length, text.lastIndexOf('</xs:schema>'))
    .replace(/<xs:(?:import|include)\b[^>]*\/>/g, '');
  const prefixes = [...opening.matchAll(/xmlns:(\w+)="([^"]*)"/g)].map(
    ([, prefix, uri]): [string, string] => [prefix, uri],
  );
  return {
    namespace: /targetNamespace="([^"]*)"/.exec(opening)?.[1] ?? '',
    prefixes: new Map(prefixes),
    body,
  };
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
