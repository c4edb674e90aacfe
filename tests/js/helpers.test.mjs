// dom.js and http.js: what every script leans on.
import assert from 'node:assert/strict';
import test from 'node:test';
import { filled, meta, minutes } from '../../static/js/dom.js';
import { backoff, get, post, saidIn, spread } from '../../static/js/http.js';
import { answer, browser, server } from './page.mjs';

test('words with places for values', () => {
  assert.equal(filled('第 {n} 步，共 {all} 步', { n: 1, all: 6 }), '第 1 步，共 6 步');
  assert.equal(filled('{n} of {n}', { n: 0 }), '0 of 0');
  assert.equal(filled('{n} {other}', { n: '$&' }), '$& {other}');
});

test('minutes taught', () => {
  assert.deepEqual([0, 9, 65, 3600, 59.9].map(minutes), ['0:00', '0:09', '1:05', '60:00', '0:59']);
});

test('a post carries the token of the page, a get none', async () => {
  const seen = browser({ metas: { 'csrf-token': 'page' } });
  server(seen, [answer(200, {})]);
  await post('/a', { n: 1 });
  await post('/b', [['n', 1]], { token: 'own', keepalive: true });
  await get('/c');
  assert.deepEqual(
    seen.asked.map(({ url, headers, fields }) => [url, headers['X-CSRFToken'], fields]),
    [
      ['/a', 'page', { n: '1' }],
      ['/b', 'own', { n: '1' }],
      ['/c', undefined, {}],
    ],
  );
  assert.deepEqual(
    [seen.asked[1].keepalive, seen.asked[2].headers.Accept, seen.asked[0].credentials],
    [true, 'application/json', 'same-origin'],
  );
  assert.equal(meta('none'), '');
});

test('a page of a proxy says nothing', async () => {
  assert.deepEqual(await saidIn(answer(502)), {});
});

test('each try waits longer, up to a limit, and not all at once', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 30].map((tries) => backoff(tries, 1000, 8000)),
    [1000, 2000, 4000, 8000, 8000],
  );
  const waits = Array.from({ length: 200 }, () => spread(1000));
  assert.ok(Math.min(...waits) >= 700 && Math.max(...waits) <= 1300 && new Set(waits).size > 100);
});
