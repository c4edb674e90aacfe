// Where a film stops for a question: when it is asked, what goes on, and what a jump does.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FilmStops } from '../../static/js/film-stops.js';
import { FilmVoice } from '../../static/js/film-voice.js';

globalThis.requestAnimationFrame = () => {};

class Video extends EventTarget {
  paused = true;
  ended = false;
  playbackRate = 1;
  at = 0;
  get currentTime() {
    return this.at;
  }
  set currentTime(at) {
    this.at = at;
    this.tell('seeking');
    this.tell('seeked');
  }
  tell(type) {
    this.dispatchEvent(new Event(type));
  }
  play() {
    this.paused = false;
    this.tell('play');
  }
  pause() {
    if (this.paused) return;
    this.paused = true;
    this.tell('pause');
  }
}

const ONE = { id: 'one', text: '门发烫。', startTime: 0, endTime: 3.92 };

function film() {
  const said = [];
  const voice = {
    getVoices: () => [{ lang: 'zh-CN' }],
    speak: (one) => said.push(one),
    cancel: () => said.push('quiet'),
  };
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const video = new Video();
  const track = Object.assign(new EventTarget(), { language: 'zh-CN', activeCues: [] });
  const its = new FilmVoice(video, { voice });
  its.follow(track);
  const log = [];
  const stops = new FilmStops(video, {
    at: [4, 8],
    voice: its,
    ask: (n) => {
      log.push(`ask ${n}`);
      its.tell('先做哪一样？', 'zh');
    },
    close: (n) => log.push(`close ${n}`),
  });
  const reach = (at) => {
    video.at = at;
    stops.watch();
  };
  const speak = () => {
    track.activeCues = [ONE];
    track.dispatchEvent(new Event('cuechange'));
  };
  const words = () => said.map((one) => one.text || one);
  return { video, its, log, reach, speak, said, words };
}

test('the film stops at the end of the scene and asks, and goes on when it is played', () => {
  const { video, its, log, reach, words } = film();
  video.play();
  reach(3.9);
  assert.deepEqual(log, []);
  reach(3.95);
  assert.deepEqual([log, video.paused, words()], [['ask 0'], true, ['先做哪一样？']]);
  video.tell('pause'); // browsers tell it later
  assert.deepEqual(words(), ['先做哪一样？'], 'the question is heard to its end');
  video.play();
  assert.deepEqual([log, video.paused, its.running], [['ask 0', 'close 0'], false, null]);
  reach(7.95);
  assert.deepEqual(log.at(-1), 'ask 1');
  its.quiet();
});

test('the sentence of the scene is said to its end before the question', () => {
  const { video, its, log, reach, speak, said, words } = film();
  video.play();
  speak();
  reach(3.95);
  assert.deepEqual([log, video.paused, words()], [[], true, ['门发烫。']]);
  said[0].onend();
  assert.deepEqual([log, words().at(-1)], [['ask 0'], '先做哪一样？']);
  its.quiet();
});

test('who presses play while the sentence is said is asked at once', () => {
  const { video, its, log, reach, speak } = film();
  video.play();
  speak();
  reach(3.95);
  video.play();
  assert.deepEqual([log, video.paused], [['ask 0'], true]);
  video.play();
  assert.deepEqual([log, video.paused], [['ask 0', 'close 0'], false]);
  its.quiet();
});

test('with the voice turned off it is asked all the same', () => {
  const { video, its, log, reach, words } = film();
  its.turn(false);
  video.play();
  reach(3.95);
  assert.deepEqual([log, words()], [['ask 0'], []]);
});

test('a jump over a stop does not ask, and a jump away puts the question away', () => {
  const { video, its, log, reach } = film();
  video.play();
  video.currentTime = 6;
  reach(6.1);
  assert.deepEqual(log, []);
  reach(7.95);
  assert.deepEqual(log, ['ask 1']);
  video.currentTime = 1;
  assert.deepEqual(log, ['ask 1', 'close 1']);
  its.quiet();
});

test('a question is asked once a showing', () => {
  const { video, its, log, reach } = film();
  video.play();
  reach(3.95);
  video.play();
  video.currentTime = 2;
  video.play();
  reach(3.95);
  assert.deepEqual(log, ['ask 0', 'close 0']);
  video.tell('ended');
  video.currentTime = 0;
  video.play();
  reach(3.95);
  assert.deepEqual(log.at(-1), 'ask 0');
  its.quiet();
});

test('a machine that comes late goes back to the picture that is asked about', () => {
  const { video, its, log, reach } = film();
  video.play();
  reach(4.3);
  assert.deepEqual([log, video.paused, video.at < 4], [['ask 0'], true, true]);
  video.play();
  reach(4.1);
  assert.deepEqual(log, ['ask 0', 'close 0'], 'and asks once');
  its.quiet();
});
