/**
 * Whether a JSON value has at most `levels` levels of objects and lists inside each other. It walks
 * level by level without recursion, so no depth of nesting can exhaust the stack.
 */
export function isNestedWithin(value: unknown, levels: number): boolean {
  let level: object[] = isContainer(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === levels) return false;
    const below: object[] = [];
    for (const container of level) {
      for (const child of Object.values(container) as unknown[]) {
        if (isContainer(child)) below.push(child);
      }
    }
    level = below;
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
