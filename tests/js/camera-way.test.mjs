// "Is the picture upright?" is asked once for a camera and a lesson, and until it is answered nothing is read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { way } from '../../static/js/camera-way.js';
import { browser } from './page.mjs';

const CARDS = [
  [1, 'A'],
  [2, 'D'],
];
const frame = (more = {}) => ({ device: 'front', size: [1280, 720], level: false, cards: CARDS, ...more });
const letters = (read) => read && read.cards.map(([, letter]) => letter).join('');

function asked({ mirrored = false, fresh = true } = {}) {
  if (fresh) browser();
  const box = {
    hidden: true,
    addEventListener: (type, run) => {
      box.click = run;
    },
  };
  const tap = (turns) => box.click({ target: { closest: () => ({ dataset: { wayTurn: String(turns) } }) } });
  return { box, tap, up: way({ box, mirrored }) };
}

test('nothing is read until somebody has said it', () => {
  const { up, tap } = asked();
  assert.equal(up.upright(frame(), 5), null);
  assert.equal(up.asking, true);
  tap(0);
  assert.equal(letters(up.upright(frame(), 5)), 'AD');
  assert.equal(up.asking, false);
});

test('where gravity says it, nobody is asked', () => {
  const { up } = asked();
  assert.equal(letters(up.upright(frame({ level: true }), 5)), 'AD');
});

for (const [turns, straight, mirrored] of [
  [1, 'DC', 'BA'],
  [2, 'CB', 'CB'],
  [3, 'BA', 'DC'],
]) {
  test(`turned by ${turns} quarters, each letter is another one`, () => {
    for (const [is, right] of [
      [false, straight],
      [true, mirrored],
    ]) {
      const { up, tap } = asked({ mirrored: is });
      up.upright(frame(), 5);
      tap(turns);
      assert.equal(letters(up.upright(frame(), 5)), right, is ? 'in a mirror' : 'straight');
    }
  });
}

test('asked again for another camera, another shape and another lesson, not for the same after a reload', () => {
  const { up, tap } = asked();
  up.upright(frame(), 5);
  tap(2);
  assert.equal(up.upright(frame({ device: 'back' }), 5), null);
  assert.equal(up.upright(frame({ size: [720, 1280] }), 5), null);
  assert.equal(up.upright(frame(), 6), null);
  assert.equal(letters(up.upright(frame(), 5)), 'CB');
  assert.equal(letters(asked({ fresh: false }).up.upright(frame(), 5)), 'CB');
});

test('where the server doubts it, gravity is believed no more', () => {
  const { up, tap } = asked();
  up.upright(frame({ level: true }), 5);
  assert.equal(up.confirmed, false);
  up.doubt();
  assert.equal(up.upright(frame({ level: true }), 5), null);
  tap(1);
  assert.equal(up.confirmed, true);
  assert.equal(letters(up.upright(frame({ level: true }), 5)), 'DC');
});
