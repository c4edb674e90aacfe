// A paper on two devices: which word goes over which, and what is still to be sent.
import assert from 'node:assert/strict';
import test from 'node:test';
import { changes, fromHere, ofPlaces, unsentIn } from '../../static/js/quiz-answers.js';

const filter = (entry, draft) => [0, 1, 2].filter(fromHere(entry, draft));

test('what this browser kept goes over the page', () => {
  assert.deepEqual(filter({ draft: 3, unsent: [1] }, 3), [0, 1, 2]);
  assert.deepEqual(filter({}, 0), [0, 1, 2]);
});

test('another device has sent since: only what never got away is kept from here', () => {
  assert.deepEqual(filter({ draft: 3, unsent: [1] }, 4), [1]);
  assert.deepEqual(filter({ draft: 3, unsent: [] }, 4), []);
});

test('an entry of before drafts existed keeps its word', () => {
  assert.deepEqual(filter({ pairs: [] }, 4), [0, 1, 2]);
  const old = {
    pairs: [
      ['q1', 'b'],
      ['q2-0', ''],
      ['q11', 'a'],
    ],
  };
  assert.deepEqual(
    [0, 1, 2, 11].filter((place) => unsentIn(old, place)),
    [1, 11],
  );
});

test('a question changed again while it was under way stays unsent', () => {
  const unsent = changes();
  unsent.note(0);
  unsent.note(4);
  const sent = unsent.now();
  unsent.note(4);
  unsent.arrived(sent);
  assert.deepEqual(unsent.places(), [4]);
  unsent.arrived(unsent.now());
  assert.equal(unsent.size, 0);
});

test('what a closed page left unsent goes with the next draft', () => {
  const unsent = changes();
  unsent.restore(2);
  unsent.note(0);
  const pairs = [
    ['q0', 'a'],
    ['q2-0', 'x'],
    ['q2-1', 'y'],
    ['q20', 'z'],
  ];
  assert.deepEqual(ofPlaces(pairs, unsent.now()), pairs.slice(0, 3));
  unsent.arrived(unsent.now());
  assert.equal(unsent.size, 0);
});
