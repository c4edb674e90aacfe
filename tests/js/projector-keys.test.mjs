// Keys and clickers on the class screen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { isForAnother, keysOf } from '../../static/js/projector-keys.js';

const inside = (...names) => ({
  closest: (selector) => names.some((name) => selector.split(', ').includes(name)) || null,
});

test('what a key means to the thing that holds the focus stays with it', () => {
  assert.equal(isForAnother('n', inside('input')), true);
  assert.equal(isForAnother('PageDown', inside('input')), false, 'a clicker turns all the same');
  assert.equal(isForAnother(' ', inside('button')), true);
  assert.equal(isForAnother('Enter', inside('a')), true);
  assert.equal(isForAnother('ArrowRight', inside('button')), false);
  assert.equal(isForAnother(' ', inside()), false);
});

test('every key of a usual clicker turns', () => {
  const did = [];
  const act = (name) => () => did.push(name);
  const keys = keysOf({
    next: act('next'),
    back: act('back'),
    first: act('first'),
    end: act('end'),
    dark: act('dark'),
    phones: { toggle: act('phones'), close: act('close') },
    call: { open: act('call') },
    timer: { open: act('timer') },
  });
  ['PageDown', 'ArrowRight', ' ', 'PageUp', 'Backspace', 'Home', 'End', '.', 'b'].forEach((key) => keys[key]());
  assert.deepEqual(did, ['next', 'next', 'next', 'back', 'back', 'first', 'end', 'dark', 'dark']);
});
