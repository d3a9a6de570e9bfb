import { stringify } from 'yaml';
import { asyncApiDocument } from './async-api-document.js';
import { schemaDocuments } from './schema-documents.js';

/** The command that writes the files anew, to be run after `npm run build`. */
export const GENERATE_COMMAND = 'node dist/libs/contracts/generate.js';

/** The generated files: contents by path below `docs/`. Nothing else belongs into `schemas/`'s folders. */
export function documentationFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [folder, documents] of Object.entries(schemaDocuments())) {
    for (const [name, document] of Object.entries(documents)) {
      files.set(`schemas/${folder}/${name}.json`, `${JSON.stringify(document, null, 2)}\n`);
    }
  }
  const asyncApi = stringify(asyncApiDocument(), { lineWidth: 100, aliasDuplicateObjects: false });
  files.set(
    'asyncapi.yaml',
    `# Written by \`${GENERATE_COMMAND}\`: change the message classes.\n${asyncApi}`,
  );
  return files;
}
