// The captions of a film said aloud, in time with its pictures: by the course's own recording, else by the device.
// The film waits for a sentence longer than its scene; after a pause it goes on from the beginning of its sentence.
const SAID = { zh: 4.2, en: 14 }; // characters that a device says in a second at its normal rate
const SLOWEST = 0.75;
const FASTEST = 1.5;
const GIVE_UP = 3; // seconds over twice the expected time: some devices never tell that they have ended

export const short = (language) => (/^(zh|cmn|yue)/i.test(language) ? 'zh' : language.slice(0, 2).toLowerCase());

// How fast to say `text` so that it fits `seconds` of a film that plays at `speed`
export const rateOf = (text, seconds, speed, language) => {
  const needed = text.length / Math.max(0.5, seconds / speed) / (SAID[short(language)] || SAID.en);
  return Math.min(FASTEST, Math.max(SLOWEST, needed));
};

const words = (cue) => cue.text.replace(/<[^>]*>/g, '').replace(/\s*\n\s*/g, ' ');

export class FilmVoice {
  // `recorded`: language → scene → address; `silent`: called once where nothing can say the captions
  constructor(video, { voice = self.speechSynthesis, recorded = {}, silent = () => {} } = {}) {
    Object.assign(this, {
      video,
      voice,
      recorded,
      silent,
      on: true,
      cue: null,
      waiting: null,
      asking: false,
      then: null,
      again: false,
      running: null,
    });
    if (voice) voice.getVoices(); // (Chrome loads them when first asked)
    const on = (type, run) => video.addEventListener(type, () => run.call(this));
    on('pause', this.paused);
    on('play', this.played);
    on('seeking', this.sought);
    on('seeked', this.arrived);
  }

  // The track whose captions are said: it must not be disabled, but need not be shown
  follow(track) {
    this.track = track;
    track.addEventListener('cuechange', () => this.arrived());
  }

  turn(on) {
    this.on = on;
    if (on) return this.arrived();
    const held = this.waiting;
    this.quiet();
    this.waiting = null;
    if (held) this.video.play();
    this.release();
    return undefined;
  }

  arrived() {
    const active = this.track && this.track.activeCues && this.track.activeCues[0];
    if (!this.on || !active || active === this.cue || (this.video.paused && !this.waiting)) return;
    if (!this.running) this.say(active);
    else {
      this.waiting = active;
      this.video.pause();
    }
  }

  // Stops the film for something else; `then` is called once its sentence has been said to the end
  hold(then) {
    this.asking = true;
    this.then = then;
    this.video.pause();
    if (!this.running) this.release();
  }

  release() {
    const { then } = this;
    this.then = null;
    if (then) then();
  }

  // Says something else while the film is held
  tell(text, language) {
    this.quiet();
    const stop = this.on && this.speak(text, language, 1);
    if (!stop) return;
    const running = { stop };
    running.timer = setTimeout(() => this.said(running), ((text.length / SAID[language]) * 2 + GIVE_UP) * 1000);
    this.running = running;
  }

  say(cue) {
    this.cue = cue;
    const language = short(this.track.language);
    const { playbackRate } = this.video;
    const seconds = cue.endTime - cue.startTime;
    const file = (this.recorded[language] || {})[cue.id];
    const rate = rateOf(words(cue), seconds, playbackRate, language);
    const device = () => this.speak(words(cue), language, rate);
    const began = file ? this.play(file, playbackRate, device) : device();
    if (!began) {
      this.on = false;
      this.silent();
      return;
    }
    const longest = file ? (seconds / playbackRate) * 3 : (words(cue).length / (SAID[language] || SAID.en) / rate) * 2;
    const running = { stop: began, timer: setTimeout(() => this.said(running), (longest + GIVE_UP) * 1000) };
    this.running = running;
  }

  speak(text, language, rate) {
    const its = this.voice && this.voice.getVoices().find((each) => short(each.lang) === language);
    if (!its) return null;
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { voice: its, lang: its.lang, rate });
    said.onend = () => this.said(this.running);
    said.onerror = said.onend;
    this.voice.speak(said);
    return () => {
      said.onend = null;
      said.onerror = null;
      this.voice.cancel();
    };
  }

  // `device` says it where this browser cannot play the recording
  play(file, speed, device) {
    const sound = new Audio(file);
    sound.playbackRate = Math.min(2, speed);
    let stop = () => {
      sound.onended = null;
      sound.onerror = null;
      sound.pause();
    };
    sound.onended = () => this.said(this.running);
    sound.onerror = () => {
      stop();
      const other = device();
      if (other) stop = other;
      else this.said(this.running);
    };
    Promise.resolve(sound.play()).catch(() => sound.onerror && sound.onerror());
    return () => stop();
  }

  // A sentence is over; the film, if it has waited for it, goes on
  said(running) {
    if (!running || running !== this.running) return;
    clearTimeout(running.timer);
    this.running = null;
    this.release();
    const next = this.waiting;
    this.waiting = null;
    if (!next) return;
    this.say(next);
    this.video.play();
  }

  quiet() {
    if (this.running) {
      clearTimeout(this.running.timer);
      this.running.stop();
    }
    this.running = null;
    this.cue = null;
  }

  paused() {
    // our own pause; the last sentence is said to its end
    if (this.waiting || this.asking || this.video.ended || !this.on) return;
    this.again = Boolean(this.running);
    this.start = this.cue ? this.cue.startTime : 0;
    this.quiet();
  }

  played() {
    if (this.asking) {
      // the viewer goes on, or does not want to hear the sentence before the question
      this.quiet();
      this.asking = Boolean(this.then);
      if (this.then) this.video.pause();
      this.release();
      return;
    }
    if (this.waiting) {
      // the viewer does not want to wait
      const next = this.waiting;
      this.waiting = null;
      this.quiet();
      this.say(next);
      return;
    }
    if (this.again && this.on) this.video.currentTime = this.start;
    this.again = false;
  }

  // While the film is held, who holds it decides what a jump means
  sought() {
    if (!this.asking) this.free();
  }

  free() {
    this.waiting = null;
    this.asking = false;
    this.then = null;
    this.quiet();
  }
}
