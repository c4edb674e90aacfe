// Captions said in time with a film: what it waits for, what a pause and a jump do, and what is said where no voice is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FilmVoice, rateOf } from '../../static/js/film-voice.js';

class Things extends EventTarget {
  tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

class Video extends Things {
  paused = true;
  ended = false;
  playbackRate = 1;
  at = 0;
  set currentTime(at) {
    this.at = at;
    this.tell('seeking');
    this.tell('seeked');
  }
  play() {
    this.paused = false;
    this.tell('play');
  }
  pause() {
    this.paused = true;
    this.tell('pause');
  }
}

const cue = (id, text, startTime, endTime) => ({ id, text, startTime, endTime });
const ONE = cue('one', '先不开门。', 0, 4);
const TWO = cue('two', '用手背试一试。', 4, 8);

function film({ langs = ['zh-CN'], recorded } = {}) {
  const said = [];
  const voice = {
    getVoices: () => langs.map((lang) => ({ lang })),
    speak: (one) => said.push(one),
    cancel: () => said.push('quiet'),
  };
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const video = new Video();
  const track = Object.assign(new Things(), { language: 'zh-CN', activeCues: [] });
  const silent = [];
  const its = new FilmVoice(video, { voice, recorded, silent: () => silent.push('no voice') });
  its.follow(track);
  const shown = (one) => {
    track.activeCues = one ? [one] : [];
    track.tell('cuechange');
  };
  const jump = (at, one) => {
    track.activeCues = [one]; // a browser knows them before it says that it has arrived
    video.currentTime = at;
    track.tell('cuechange');
  };
  return { its, video, said, shown, jump, silent, words: () => said.map((one) => one.text || one) };
}

test('a sentence is said when its caption comes', () => {
  const { its, video, shown, words } = film();
  shown(ONE);
  assert.deepEqual(words(), [], 'not before the film plays');
  video.play();
  shown(ONE);
  assert.deepEqual(words(), ['先不开门。']);
  its.quiet();
});

test('the film waits for a sentence that takes longer than its scene', () => {
  const { its, video, shown, said, words } = film();
  video.play();
  shown(ONE);
  shown(TWO);
  assert.equal(video.paused, true);
  said[0].onend();
  assert.equal(video.paused, false);
  assert.deepEqual(words(), ['先不开门。', '用手背试一试。']);
  its.quiet();
});

test('after a pause it goes on from the beginning of its sentence', () => {
  const { its, video, shown, words } = film();
  video.play();
  shown(TWO);
  video.at = 6;
  video.pause();
  assert.deepEqual(words(), ['用手背试一试。', 'quiet']);
  video.play();
  assert.equal(video.at, 4);
  assert.deepEqual(words(), ['用手背试一试。', 'quiet', '用手背试一试。']);
  its.quiet();
});

test('who presses play while it waits does not wait', () => {
  const { its, video, shown, words } = film();
  video.play();
  shown(ONE);
  shown(TWO);
  video.play();
  assert.deepEqual(words(), ['先不开门。', 'quiet', '用手背试一试。']);
  its.quiet();
});

test('a jump says what is shown where it lands', () => {
  const { its, video, shown, jump, words } = film();
  video.play();
  shown(ONE);
  jump(5, TWO);
  assert.deepEqual(words().at(-1), '用手背试一试。');
  assert.equal(video.paused, false);
  its.quiet();
});

test('the last sentence is said to its end', () => {
  const { its, video, shown, words } = film();
  video.play();
  shown(TWO);
  video.ended = true;
  video.pause();
  assert.deepEqual(words(), ['用手背试一试。']);
  its.quiet();
});

test('turned off it is quiet, and a film that waited goes on', () => {
  const { its, video, shown, words } = film();
  video.play();
  shown(ONE);
  shown(TWO);
  its.turn(false);
  assert.equal(video.paused, false);
  shown(ONE);
  assert.deepEqual(words(), ['先不开门。', 'quiet']);
  its.turn(true);
  assert.deepEqual(words().at(-1), '先不开门。');
  its.quiet();
});

test('a device without a voice of the language says so once, and the film plays on', () => {
  const { video, shown, words, silent } = film({ langs: ['en-US', 'de-DE'] });
  video.play();
  shown(ONE);
  shown(TWO);
  assert.deepEqual([words(), silent, video.paused], [[], ['no voice'], false]);
});

test('a recording is played instead, and what has none is said by the device', () => {
  const played = [];
  globalThis.Audio = class {
    constructor(file) {
      played.push(file);
    }
    play() {}
    pause() {
      played.push('quiet');
    }
  };
  const { its, video, shown, jump, words } = film({ recorded: { zh: { one: '/media/one.m4a' } } });
  video.playbackRate = 1.25;
  video.play();
  shown(ONE);
  assert.equal(its.video.playbackRate, 1.25);
  jump(4, TWO);
  assert.deepEqual([played, words()], [['/media/one.m4a', 'quiet'], ['用手背试一试。']]);
  its.quiet();
});

test('where a browser cannot play the recording, the device says the sentence', async () => {
  globalThis.Audio = class {
    play() {
      return Promise.reject(new Error('a kind it does not know'));
    }
    pause() {}
  };
  const { its, video, shown, said, words } = film({ recorded: { zh: { one: '/media/one.webm' } } });
  video.play();
  shown(ONE);
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(words(), ['先不开门。']);
  shown(TWO);
  assert.equal(video.paused, true, 'and the film waits for it');
  said[0].onend();
  assert.deepEqual(words(), ['先不开门。', '用手背试一试。']);
  its.quiet();
});

test('how fast: a short sentence is not drawn out, a long one not gabbled', () => {
  assert.equal(rateOf('火', 5, 1, 'zh-CN'), 0.75);
  assert.equal(rateOf('火'.repeat(100), 5, 1, 'zh-CN'), 1.5);
  assert.ok(rateOf('火'.repeat(20), 5, 1.25, 'zh-CN') > rateOf('火'.repeat(20), 5, 1, 'zh-CN'));
});
