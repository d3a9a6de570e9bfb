/** Where the argument of the series is 0; it maps z >= 0 to t = (z - 3.75)/(z + 3.75) in [-1, 1). */
const CENTRE = 3.75;

/**
 * `e^(z^2) * erfc(z)` for z >= 0, to about two units in the last place: a Chebyshev series of 26
 * terms for (1+2z)*e^(z^2)*erfc(z), which is smooth and between 1 and 1.24 (margin-model.md a.3).
 * The coefficients are our own: the function was taken at the 400 Chebyshev nodes of t in 80-digit
 * arithmetic (its asymptotic series beyond z = 2000), the discrete cosine sum of these values gave
 * the coefficients, and each was rounded to the nearest double. What is left out is below 2.4e-18.
 */
export function scaledErfc(z: number): number {
  // (z - 3.75)/(z + 3.75) in a form that also has a limit for an infinite z.
  const t = 1 - (2 * CENTRE) / (z + CENTRE);
  return chebyshevSum(t) / (1 + 2 * z);
}

/** Clenshaw's recurrence, unrolled: each line is b[k] = 2t*b[k+1] - b[k+2] + c[k], from k = 25 on. */
function chebyshevSum(t: number): number {
  const u = 2 * t;
  let odd = -2.2370566594359995e-18;
  let even = u * odd + 5.068148904796111e-17;
  odd = u * even - (odd - 7.418235256624044e-17);
  even = u * odd - (even + 1.2507950530688648e-15);
  odd = u * even - (odd + 1.864562880419313e-15);
  even = u * odd - (even - 3.3478119482868056e-14);
  odd = u * even - (odd - 3.25254814814874e-14);
  even = u * odd - (even + 9.65469674843344e-13);
  odd = u * even - (odd - 1.9455868545777347e-13);
  even = u * odd - (even - 2.86879501093067e-11);
  odd = u * even - (odd + 6.318088340886684e-11);
  even = u * odd - (even + 7.754400208831351e-10);
  odd = u * even - (odd - 4.521959811218287e-9);
  even = u * odd - (even - 1.076499946567091e-8);
  odd = u * even - (odd + 2.1886401049234397e-7);
  even = u * odd - (even - 7.74038306619849e-7);
  odd = u * even - (odd - 4.13902798607301e-6);
  even = u * odd - (even + 6.916973302501207e-5);
  odd = u * even - (odd - 0.0004907758365258086);
  even = u * odd - (even + 0.002413163540417608);
  odd = u * even - (odd - 0.009074997670705265);
  even = u * odd - (even + 0.026658668435305753);
  odd = u * even - (odd - 0.05920993999819189);
  even = u * odd - (even + 0.08424913336651792);
  odd = u * even - (odd + 0.004590054580646478);
  return t * odd - (even - 1.1775789345674017);
}
