const TAG = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)+/y;

/** What is wrong with a piece of XML without comments and declarations; undefined when nothing is. */
export function wellFormedFault(xml: string): string | undefined {
  const text = xml.trim();
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (at > 0 && open.length === 0) return `something follows the root at ${at}`;
    const pattern = text[at] === '<' ? TAG : TEXT;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return `at ${at}: ${text.slice(at, at + 40)}`;
    at = pattern.lastIndex;
    const [, closing, name = '', attributes = '', empty] = found;
    if (pattern === TEXT) continue;
    const names = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(names).size !== names.length) return `${name} has an attribute twice`;
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) return `${name} closes ${last ?? 'nothing'}`;
    } else if (empty !== '/') open.push(name);
  }
  return open.length > 0 ? `${open.join(', ')} stays open` : undefined;
}
