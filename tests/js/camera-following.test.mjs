// A camera that reads cards: what it tells the server of which question, and what it shows meanwhile. Camera and worker
// are stand-ins.
import assert from 'node:assert/strict';
import test from 'node:test';
import { answer, browser, server, settle } from './page.mjs';

const OPEN = { session: 5, over: false, open: true, number: 2, part: 0, sides: 'ABCD', seats: {}, present: 3 };
const TOLD = { new: [], same: [], changed: [], disputed: [], strange: [], away: [], turned: [] };
const real = { setInterval, setTimeout };

class Worker {
  constructor() {
    Worker.last = this;
  }
  postMessage() {
    /* a frame: the test answers by itself */
  }
  terminate() {
    Worker.last = null;
  }
}

async function camera(answers) {
  const seen = browser({ metas: { 'csrf-token': 'token' } });
  const posts = [];
  server(seen, [() => answers.state]);
  const ask = globalThis.fetch;
  globalThis.fetch = async (url, options) => {
    if (options.method !== 'POST') return ask(url, options);
    posts.push(Object.fromEntries(options.body));
    return answers.told.shift();
  };
  const track = {
    stop() {
      track.stopped = true;
    },
    addEventListener() {},
    getSettings: () => ({ deviceId: 'back' }),
  };
  const listeners = {};
  Object.assign(globalThis, {
    Worker,
    isSecureContext: true,
    window: { screen: { orientation: { angle: 0 } } },
    screen: { orientation: { angle: 0 } },
    setInterval: (run) => {
      listeners.beat = run;
      return 0;
    },
    clearInterval() {},
    setTimeout: (...asked) => real.setTimeout(...asked).unref(),
  });
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: {
      mediaDevices: {
        getUserMedia: async () => ({ getTracks: () => [track], getVideoTracks: () => [track] }),
        enumerateDevices: async () => [],
      },
    },
  });
  const box = { hidden: true, addEventListener() {} };
  const root = {
    dataset: { readings: '/room/readings', worker: '/w.js', scripts: '[]', table: '{}' },
    addEventListener() {},
    querySelector: () => box,
    querySelectorAll: () => [],
  };
  const drawn = {};
  const { reading } = await import('../../static/js/camera-following.js');
  const reader = reading({
    root,
    video: { play: async () => {}, videoWidth: 0 },
    rear: true,
    several() {},
    over() {
      drawn.over = true;
    },
    draw: (cards, now) => Object.assign(drawn, { cards, now }),
  });
  await settle();
  await reader.open();
  seen.listeners.devicemotion.forEach((run) => run({ accelerationIncludingGravity: { x: 0, y: 9.8 } }));
  const see = async (cards, times = 3) => {
    for (let n = 0; n < times && Worker.last; n += 1)
      Worker.last.onmessage({ data: { cards, copies: [], unclear: 0, mirrored: false, size: [1280, 720], ms: 9 } });
    await settle(60);
  };
  const beat = async () => {
    listeners.beat();
    await settle(60);
  };
  return { seen, posts, drawn, see, beat, track, reader };
}
const later = () =>
  new Promise((done) => {
    real.setTimeout(done, 1050);
  }); // one report a second

test('a letter is told once it is sure, of the question that is open, and then stands as kept', async () => {
  const { posts, drawn, see } = await camera({ state: answer(200, OPEN), told: [answer(200, { ...TOLD, new: [7] })] });
  await see([[7, 'B']], 2);
  assert.equal(posts.length, 0);
  assert.deepEqual(drawn.cards, {});
  await see([[7, 'B']], 1);
  assert.deepEqual([posts[0].number, posts[0].part, posts[0].letters, posts[0].copies], ['2', '0', '7B', '']);
  assert.deepEqual(drawn.cards, { 7: { letter: 'B', state: 'kept' } });
  assert.equal(drawn.now.kept, 1);
  await later();
  await see([[7, 'B']]);
  assert.equal(posts.length, 1, 'what is known is not told again');
});

test('while no question is open nothing is told', async () => {
  const { posts, drawn, see } = await camera({ state: answer(200, { ...OPEN, open: false }), told: [] });
  await see([[7, 'B']], 5);
  assert.equal(posts.length, 0);
  assert.equal(drawn.cards[7].state, 'seen');
});

test('the next question begins with nothing seen', async () => {
  const answers = { state: answer(200, OPEN), told: [answer(200, { ...TOLD, new: [7] })] };
  const { posts, drawn, see, beat } = await camera(answers);
  await see([[7, 'B']]);
  answers.state = answer(200, { ...OPEN, number: 3 });
  answers.told.push(answer(200, TOLD));
  await beat();
  assert.deepEqual(drawn.cards, {});
  await later();
  await see([[7, 'B']], 2);
  assert.equal(posts.length, 1);
  await see([[7, 'B']], 1);
  assert.equal(posts[1].number, '3');
});

test('a letter that the question does not have is shown as odd', async () => {
  const { drawn, see } = await camera({ state: answer(200, { ...OPEN, sides: 'AB' }), told: [answer(200, TOLD)] });
  await see([[7, 'D']]);
  assert.deepEqual(drawn.cards, { 7: { letter: 'D', state: 'odd' } });
});

test('a disputed card is looked at anew before it is told again', async () => {
  const { posts, drawn, see } = await camera({
    state: answer(200, OPEN),
    told: [answer(200, { ...TOLD, disputed: [7] }), answer(200, { ...TOLD, changed: [7] })],
  });
  await see([[7, 'B']]);
  assert.equal(drawn.cards[7].state, 'doubt');
  await later();
  await see([[7, 'B']], 2);
  assert.equal(posts.length, 1);
  await see([[7, 'B']], 1);
  assert.equal(posts.length, 2);
  assert.equal(drawn.cards[7].state, 'kept');
});

test('when the lesson is over the camera goes off', async () => {
  const answers = { state: answer(200, OPEN), told: [] };
  const { drawn, track, beat } = await camera(answers);
  answers.state = answer(404, { error: 'room_left' });
  await beat();
  assert.deepEqual([track.stopped, drawn.over, drawn.now.trouble], [true, true, 'over']);
});
