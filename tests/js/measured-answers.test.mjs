// What is measured of taps, and where things lie in a film.
import assert from 'node:assert/strict';
import test from 'node:test';
import { picture, place, shown, tenths } from '../../static/js/film-rules.js';
import { between, isSame, tooFew, written } from '../../static/js/tap-rules.js';

test('intervals are whole milliseconds, as the server reads them', () => {
  assert.equal(written(between([1000.2, 1545.9, 2090.1])), 'taps:546-544');
  assert.equal(written(between([5])), 'taps:');
});

test('a hand that trembles taps once', () => {
  assert.equal(isSame([], 0), false);
  assert.equal(isSame([1000], 1100), true);
  assert.equal(isSame([1000], 1120), false);
});

test('too few taps to say anything', () => {
  assert.equal(tooFew([0, 500], 20), true);
  assert.equal(tooFew([0, 500, 11_000], 20), true);
  assert.equal(tooFew([0, 500, 12_000], 20), false);
});

test('between two keys a thing glides, before the first and after the last it rests', () => {
  const keys = [
    [4, 0, 0],
    [10, 600, -60],
  ];
  assert.deepEqual(place(keys, 0), { x: 0, y: 0, moves: false });
  assert.deepEqual(place(keys, 7), { x: 300, y: -30, moves: true });
  assert.deepEqual(place(keys, 12), { x: 600, y: -60, moves: false });
  assert.deepEqual(place([[0, 5, 6]], 3), { x: 5, y: 6, moves: false });
});

test('only what moves takes steps, and who wants less motion sees a still a second', () => {
  assert.deepEqual(
    [0, 0.39, 0.4, 0.9].map((second) => picture(2, true, second, 0.4)),
    [0, 0, 1, 0],
  );
  assert.equal(picture(2, false, 0.5, 0.4), 0);
  assert.deepEqual([shown(2.7, true), shown(2.7, false)], [2, 2.7]);
});

test('moments are sent in tenths of a second', () => {
  assert.equal(tenths([6.04, 7.26]), 'taps:60-73');
  assert.equal(tenths([]), 'taps:');
});
