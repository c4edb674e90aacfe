// A countdown, and whose turn it is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { caller, left } from '../../static/js/projector-aids.js';

function memory(value = null) {
  return {
    get: () => value,
    set: (now) => {
      value = String(now);
    },
  };
}

test('each number once, then from the start, which is said', () => {
  const next = caller(['7', '2', '5'], memory());
  assert.deepEqual(
    [0, 1, 2, 3, 4].map(() => next()),
    [
      { number: '7', round: false },
      { number: '2', round: false },
      { number: '5', round: false },
      { number: '7', round: true },
      { number: '2', round: false },
    ],
  );
});

test('a page that is loaded again goes on where it was', () => {
  const kept = memory();
  caller(['7', '2'], kept)();
  assert.equal(caller(['7', '2'], kept)().number, '2');
});

test('time left in whole seconds, up to the last, never below none', () => {
  assert.deepEqual(
    [0, 1, 1000, 59_999, 60_000, 90_000].map((now) => left(60_000, now)),
    [60, 60, 59, 1, 0, 0],
  );
});
