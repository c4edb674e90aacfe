// Answers of a quiz wait in the browser until the server has them: none lost, none doubled, nobody else's sent.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Storage, answer, browser, server, settle } from './page.mjs';

const METAS = { who: 'w7', 'csrf-token': 'token' };
const ENTRY = {
  key: 'k1',
  url: '/student/attempts/5',
  pairs: [
    ['q0', 'a'],
    ['q1', 'b'],
  ],
  n: 2,
  due: 0,
};
const NAME = 'anxue.q.w7.5';
let loads = 0;
const timer = globalThis.setTimeout;
globalThis.setTimeout = (...asked) => timer(...asked).unref(); // retries outlive no test
const kept = (id = 5) => JSON.parse(localStorage.getItem(`anxue.q.w7.${id}`));
const only = (seen, type) => seen.events.filter(([name]) => name === type).map(([, detail]) => detail);

async function open({ metas = METAS, storage, answers = [new Error('offline')] } = {}) {
  const seen = browser({ metas, storage });
  server(seen, answers);
  const queue = await import(`../../static/js/queue.js?load=${(loads += 1)}`);
  await queue.flush();
  return { seen, queue };
}

test('an answer leaves the browser when the server has said yes, with its key and its pupil', async () => {
  const { seen, queue } = await open({ answers: [answer(200, { result: '/student/attempts/5/result' })] });
  assert.equal(queue.write('5', ENTRY), true);
  await queue.handIn('5');
  assert.deepEqual(
    seen.asked.map(({ url, fields }) => [url, fields]),
    [[ENTRY.url, { q0: 'a', q1: 'b', who: 'w7', key: 'k1' }]],
  );
  assert.equal(seen.asked[0].headers['X-CSRFToken'], 'token');
  assert.equal(kept(), null);
  assert.deepEqual(only(seen, 'queue-sent'), [{ id: '5', result: '/student/attempts/5/result' }]);
});

for (const [what, given] of [
  ['no network', new Error('offline')],
  ['a busy server', answer(503, {})],
  ['a proxy that says 404', answer(404)],
  ['a session that ended', answer(401, { error: 'sign_in' })],
]) {
  test(`${what} leaves the answer where it is`, async () => {
    const { seen, queue } = await open({ answers: [given] });
    queue.write('5', ENTRY);
    await queue.handIn('5');
    assert.equal(kept().sent, 1);
    assert.equal(kept().tries, 1);
    assert.equal(queue.count(), 2);
    assert.equal(only(seen, 'queue-kept').length, 1);
    await queue.flush();
    assert.equal(kept().tries, 2, 'and is tried again');
  });
}

for (const status of [404, 410, 413, 422]) {
  test(`a refusal in words (${status}) ends the waiting and is shown`, async () => {
    const { seen, queue } = await open({ answers: [answer(status, { error: 'over', message: 'Too late' })] });
    queue.write('5', ENTRY);
    await queue.handIn('5');
    assert.equal(kept(), null);
    assert.deepEqual(only(seen, 'queue-refused'), [{ id: '5', words: 'Too late' }]);
  });
}

test('an answer that is not handed in is not sent', async () => {
  const { seen, queue } = await open({ answers: [answer(200, {})] });
  queue.write('5', ENTRY);
  await queue.flush();
  assert.equal(seen.asked.length, 0);
  assert.deepEqual(queue.waiting(), []);
});

test('handed in while another goes out, it goes too', async () => {
  let release;
  const slow = () =>
    new Promise((done) => {
      release = () => done(answer(200, {}));
    });
  const { seen, queue } = await open({ answers: [slow, answer(200, {})] });
  queue.write('5', ENTRY);
  const first = queue.handIn('5');
  await settle();
  queue.write('6', { ...ENTRY, key: 'k2', url: '/student/attempts/6' });
  const second = queue.handIn('6');
  release();
  await Promise.all([first, second]);
  assert.deepEqual(
    seen.asked.map(({ fields }) => fields.key),
    ['k1', 'k2'],
  );
  assert.equal(kept(6), null);
});

test('what another pupil left on this device is not sent', async () => {
  const storage = new Storage();
  storage.setItem('anxue.q.other.9', JSON.stringify({ ...ENTRY, sent: 1, at: Date.now() }));
  const { seen, queue } = await open({ storage, answers: [answer(200, {})] });
  await queue.flush();
  assert.equal(seen.asked.length, 0);
  assert.notEqual(storage.getItem('anxue.q.other.9'), null, 'nor lost: it goes when that pupil signs in');
});

test('at the next load, what ran out of time is handed in, a started one waits, an old one goes', async () => {
  const storage = new Storage();
  const now = Date.now();
  storage.setItem(NAME, JSON.stringify({ ...ENTRY, at: now, due: now - 60000 }));
  storage.setItem('anxue.q.w7.6', JSON.stringify({ ...ENTRY, at: now, due: now + 60000 }));
  storage.setItem('anxue.q.w7.7', JSON.stringify({ ...ENTRY, at: now - 8 * 24 * 3600e3, sent: 1 }));
  const { seen } = await open({ storage, answers: [answer(200, {})] });
  assert.deepEqual(
    seen.asked.map(({ url }) => url),
    [ENTRY.url],
  );
  assert.notEqual(kept(6), null);
  assert.equal(kept(7), null);
});

test('a full storage does not look like a kept answer', async () => {
  const { queue } = await open({ storage: new Storage({ full: true }) });
  assert.equal(queue.write('5', ENTRY), false);
});

test('signed out, nothing is sent at load', async () => {
  const storage = new Storage();
  storage.setItem('anxue.q..5', JSON.stringify({ ...ENTRY, sent: 1, at: Date.now() }));
  const seen = browser({ metas: {}, storage });
  server(seen, [answer(200, {})]);
  await import(`../../static/js/queue.js?load=${(loads += 1)}`);
  await settle();
  assert.equal(seen.asked.length, 0);
});
