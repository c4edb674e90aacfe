// The phone in the classroom: what becomes of a photo, and when the page is drawn anew.
import assert from 'node:assert/strict';
import test from 'node:test';
import { moved, verdict } from '../../static/js/room-verdict.js';

const CASES = [
  [200, { lines: [] }, 1, 'read'],
  [200, { ask: '<form>' }, 1, 'asked'],
  [404, { error: 'room_left' }, 1, 'left'],
  [404, { error: 'not_found' }, 1, 'refused'],
  [409, { error: 'vote_closed' }, 1, 'refused'],
  [413, {}, 1, 'refused'],
  [422, { message: '…' }, 1, 'refused'],
  [500, {}, 4, 'kept'],
  [500, {}, 5, 'refused'],
  [503, {}, 50, 'kept'],
  [429, {}, 50, 'kept'],
  [400, {}, 1, 'kept'],
  [0, {}, 50, 'kept'],
];
for (const [status, said, times, becomes] of CASES) {
  test(`${status} ${JSON.stringify(said)} after ${times}: ${becomes}`, () =>
    assert.equal(verdict(status, said, times), becomes));
}

test('the page is drawn anew when the lesson has moved, and only then', () => {
  const state = { place: 3, last: 9, version: 2, mode: 'cards' };
  const drawn = { place: '3', last: '9', version: '2', mode: 'cards' };
  assert.equal(moved(state, drawn), false);
  for (const change of [{ place: 4 }, { last: 10 }, { version: 3 }, { mode: 'hands' }])
    assert.equal(moved({ ...state, ...change }, drawn), true);
});
