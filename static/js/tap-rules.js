// What is measured of taps, without a page: tested by node. Times are milliseconds.

// Intervals between taps, whole, as the server reads them: "taps:532-541"
export const between = (taps) => taps.slice(1).map((at, n) => Math.round(at - taps[n]));
export const written = (numbers) => `taps:${numbers.join('-')}`;

// A hand that trembles taps once: a tap so soon after another is the same one
export const SAME = 120;
export const isSame = (taps, at) => taps.length > 0 && at - taps[taps.length - 1] < SAME;

// Too few taps to say anything; the server has the last word
export const tooFew = (taps, seconds) => taps.length < 3 || taps[taps.length - 1] - taps[0] < 600 * seconds;
