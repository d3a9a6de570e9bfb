/**
 * Whether two names say the same person. Names are free text: letters of another size or a space at the end do not make another
 * person.
 */
export function isSamePerson(a: string, b: string): boolean {
  const plain = (name: string): string =>
    name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return plain(a) === plain(b);
}
