// Where things lie in a film at one moment, without a page: the same sum as curriculum/skill_hazard.py. Tested by node.

// keys: [[second, x, y], …] → {x, y, moves}
export function place(keys, second) {
  const at = keys.findIndex((key) => key[0] > second);
  const a = at === -1 ? keys[keys.length - 1] : keys[Math.max(at - 1, 0)];
  const b = at === -1 ? a : keys[at];
  const share = b[0] > a[0] && second > a[0] ? (second - a[0]) / (b[0] - a[0]) : 0;
  const moves = a[1] !== b[1] || a[2] !== b[2];
  return { x: a[1] + share * (b[1] - a[1]), y: a[2] + share * (b[2] - a[2]), moves };
}

// Which of two alternating pictures: only what moves takes steps
export const picture = (count, moves, second, stride) => (moves ? Math.floor(second / stride) % count : 0);

// Who wants less motion sees one still a second
export const shown = (second, still) => (still ? Math.floor(second) : second);

export const tenths = (taps) => `taps:${taps.map((second) => Math.round(10 * second)).join('-')}`;
