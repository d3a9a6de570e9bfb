const LEI_SHAPE = /^[A-Z0-9]{18}\d{2}$/;
const LETTER_OFFSET = 'A'.charCodeAt(0) - 10;

/**
 * Whether `text` is a legal entity identifier of ISO 17442: twenty characters whose last two are
 * the check digits of ISO 7064 (mod 97-10), so that the whole, letters read as 10 to 35, leaves 1.
 */
export function isLegalEntityIdentifier(text: string): boolean {
  if (!LEI_SHAPE.test(text)) return false;
  let remainder = 0;
  for (const character of text) {
    const isDigit = character <= '9';
    const value = isDigit ? Number(character) : character.charCodeAt(0) - LETTER_OFFSET;
    remainder = (remainder * (isDigit ? 10 : 100) + value) % 97;
  }
  return remainder === 1;
}
