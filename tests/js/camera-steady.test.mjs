// A letter counts in three frames of five, and only while it is the newest.
import assert from 'node:assert/strict';
import test from 'node:test';
import { COPY, steady } from '../../static/js/camera-steady.js';

const CASES = [
  ['two frames are not enough', ['A', 'A'], ''],
  ['three are', ['A', 'A', 'A'], 'A'],
  ['with gaps', ['A', '', 'A', '', 'A'], 'A'],
  ['a card that is being turned says nothing', ['A', 'A', 'A', 'B'], ''],
  ['turned, it says the new letter', ['A', 'A', 'A', 'B', 'B', 'B'], 'B'],
  ['what is out of the five frames is too long ago', ['A', 'A', 'A', '', '', ''], ''],
  ['a card that is there twice', [COPY, 'A', COPY, 'A', COPY], COPY],
  ['a second look is a new one', ['A', 'A', 'A', 'again', 'A', 'A'], ''],
  ['and counts after three', ['A', 'A', 'A', 'again', 'A', 'A', 'A'], 'A'],
  ['forgotten is forgotten', ['A', 'A', 'A', 'forget'], ''],
];

for (const [what, frames, letter] of CASES) {
  test(what, () => {
    const looks = steady();
    frames.forEach((frame) => {
      if (frame === 'again') looks.again(7);
      else if (frame === 'forget') looks.forget();
      else looks.see({ cards: frame && frame !== COPY ? [[7, frame]] : [], copies: frame === COPY ? [7] : [] });
    });
    assert.equal(looks.sure().get(7) || '', letter);
  });
}

test('each card counts for itself', () => {
  const looks = steady();
  [
    [
      [1, 'A'],
      [2, 'B'],
    ],
    [[1, 'A']],
    [
      [1, 'A'],
      [2, 'B'],
    ],
  ].forEach((cards) => looks.see({ cards, copies: [] }));
  assert.deepEqual([...looks.sure()], [[1, 'A']]);
});
