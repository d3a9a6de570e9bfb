/** 0.0123 as 1.23 %. */
export function percent(share: number, decimals = 2): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

/** 1234567.8 as 1,234,568. */
export function whole(amount: number): string {
  return Math.round(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A p-value: three decimals, or how small it is. */
export function probability(p: number): string {
  return p < 0.0005 ? '< 0.001' : p.toFixed(3);
}

export function times(factor: number): string {
  return Number.isFinite(factor) ? factor.toFixed(2) : 'no factor';
}

/** "12 % more than", "3 % less than", "as much as". */
export function comparedWith(share: number, reference: number): string {
  if (!(reference > 0)) return 'beside';
  const difference = share / reference - 1;
  const size = Math.round(Math.abs(difference) * 100);
  if (size === 0) return 'as much as';
  return `${size} % ${difference > 0 ? 'more than' : 'less than'}`;
}

/** "a", "a and b", "a, b and c". */
export function enumeration(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "1 portfolio", "2 portfolios". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}
