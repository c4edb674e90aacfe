// The class screen turns at once and tells the server afterwards; it follows the phone; a broken line stops no lesson.
import assert from 'node:assert/strict';
import test from 'node:test';
import { line } from '../../static/js/projector-line.js';
import { answer, settle } from './page.mjs';

const running = (place, more = {}) => ({ state: 'running', mode: 'cards', place, last: 5, ...more });

function lesson() {
  const did = { shown: [], sent: [], asked: 0, over: 0, reloaded: 0, redrawn: 0, news: [], offline: [], later: [] };
  const open = [];
  const screen = {
    place: 0,
    last: 5,
    show(place) {
      screen.place = place;
      did.shown.push(place);
    },
    async redraw() {
      did.redrawn += 1;
      screen.last = 6;
      screen.place = 2;
      return 2;
    },
  };
  const wait = () =>
    new Promise((done, failed) => {
      open.push({ done, failed });
    });
  const server = line({
    screen,
    send(place, was) {
      did.sent.push([place, was]);
      return wait();
    },
    ask() {
      did.asked += 1;
      return wait();
    },
    news: (state) => did.news.push(state.place),
    offline: (yes) => did.offline.push(yes),
    over: () => {
      did.over += 1;
    },
    reload: () => {
      did.reloaded += 1;
    },
    visible: () => true,
    pace: () => 1000,
    later: (run, ms) => did.later.push([run, ms]),
  });
  const reply = async (given) => {
    const first = open.shift();
    if (given instanceof Error) first.failed(given);
    else first.done(given);
    await settle();
  };
  return { did, screen, server, reply };
}

test('a turn shows at once; of turns made meanwhile only the newest is told', async () => {
  const { did, server, reply } = lesson();
  server.go(1);
  server.go(2);
  server.go(3);
  assert.deepEqual(did.shown, [1, 2, 3]);
  assert.deepEqual(did.sent, [[1, 0]]);
  assert.equal(server.untold, true);
  await reply(answer(200, running(1)));
  assert.deepEqual(did.sent, [
    [1, 0],
    [3, 1],
  ]);
  await reply(answer(200, running(3)));
  assert.equal(server.untold, false);
  assert.deepEqual(did.shown, [1, 2, 3], 'nothing jumped back');
});

test('nobody turns beyond the first and the last step', () => {
  const { did, server } = lesson();
  server.go(-1);
  server.go(6);
  server.go(0);
  assert.deepEqual([did.shown, did.sent], [[], []]);
});

test('a broken line is said and the turn told again', async () => {
  const { did, server, reply } = lesson();
  server.go(1);
  await reply(new Error('offline'));
  assert.deepEqual(did.offline, [true]);
  assert.equal(server.untold, true);
  const [[again, ms]] = did.later;
  assert.equal(ms, 2000);
  again();
  assert.deepEqual(did.sent, [
    [1, 0],
    [1, 0],
  ]);
  await reply(answer(200, running(1)));
  assert.deepEqual(did.offline, [true, false]);
});

test('a look asked before a turn and answered after it is not believed', async () => {
  const { did, screen, server, reply } = lesson();
  const looked = server.look();
  server.go(1);
  await reply(answer(200, running(0)));
  await looked;
  assert.equal(screen.place, 1);
  assert.deepEqual(did.news, []);
});

test('the screen follows the phone', async () => {
  const { did, screen, server, reply } = lesson();
  server.look();
  await reply(answer(200, running(4)));
  assert.equal(screen.place, 4);
  assert.deepEqual(did.news, [4]);
  assert.equal(server.untold, false, 'and does not tell what it was told');
});

test('the phone turned while a turn was under way: the server decides', async () => {
  const { screen, server, reply } = lesson();
  server.go(1);
  await reply(answer(200, running(3)));
  assert.equal(screen.place, 3);
});

for (const status of [401, 404, 409]) {
  test(`${status} to a turn: the lesson is over, nothing more is told`, async () => {
    const { did, server, reply } = lesson();
    server.go(1);
    await reply(answer(status, {}));
    server.go(2);
    assert.deepEqual([did.over, did.sent.length], [1, 1]);
  });
}

test('a lesson that was closed elsewhere ends here, and is asked no more', async () => {
  const { did, server, reply } = lesson();
  server.follow();
  await reply(answer(404, {}));
  assert.deepEqual([did.over, did.later.length], [1, 0]);
  server.look();
  await reply(answer(200, running(0, { state: 'closed' })));
  assert.equal(did.over, 2);
});

test('answered in another way than before, the page is loaded anew', async () => {
  const { did, server, reply } = lesson();
  server.look();
  await reply(answer(200, running(0)));
  server.look();
  await reply(answer(200, running(0, { mode: 'hands' })));
  assert.equal(did.reloaded, 1);
});

test('a question put in on the phone is drawn in', async () => {
  const { did, screen, server, reply } = lesson();
  server.look();
  await reply(answer(200, running(0, { last: 6 })));
  assert.deepEqual([did.redrawn, screen.place, server.untold], [1, 2, false]);
});

test('while a turn is not told, the screen does not ask', () => {
  const { did, server } = lesson();
  server.go(1);
  server.look();
  assert.equal(did.asked, 0);
});

test('hands counted move the lesson on', async () => {
  const { did, screen, server } = lesson();
  server.moved(running(2));
  assert.deepEqual([screen.place, server.untold, did.sent], [2, false, []]);
});
