// Where a film stops for a question. The sentence is said to its end first; playing on closes the question. Nothing is
// kept and nothing is told: what somebody chooses here is theirs alone.
const EARLY = 0.06; // seconds before the end of a scene: between two captions

export class FilmStops {
  // `at`: seconds, in order; `ask(n)` shows a question, `close(n)` puts it away
  constructor(video, { at, voice, ask, close }) {
    Object.assign(this, { video, at, voice, ask, close, open: null, last: 0, asked: new Set(), back: false });
    const on = (type, run) => video.addEventListener(type, () => run.call(this));
    on('play', this.played);
    on('timeupdate', this.watch);
    on('seeking', this.sought);
    on('ended', this.asked.clear.bind(this.asked));
  }

  // Looks whether a stop was reached by playing: each frame, since two times a second would be the next scene
  watch() {
    const now = this.video.currentTime;
    const n = this.at.findIndex((end, i) => !this.asked.has(i) && this.last < end - EARLY && now >= end - EARLY);
    this.last = now;
    if (n < 0 || this.open !== null) return;
    this.asked.add(n);
    const over = now >= this.at[n];
    this.voice.hold(() => {
      this.open = n;
      this.ask(n);
    });
    if (over) {
      // a busy machine came late: back to the picture that is asked about
      this.back = true;
      this.video.currentTime = this.at[n] - EARLY / 2;
    }
  }

  played() {
    if (this.video.paused) return; // it was stopped again at once: the question came before its sentence was over
    this.put();
    const frame = () => {
      if (this.video.paused) return;
      this.watch();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  sought() {
    this.last = this.video.currentTime;
    const own = this.back;
    this.back = false;
    if (own) return;
    this.put();
    this.voice.free();
  }

  put() {
    const n = this.open;
    this.open = null;
    if (n !== null) this.close(n);
  }
}

// The questions of a film in its page: they stand below it for who has no script, and beside the picture
// when they are asked
export function stopsOf(frame, video, voice) {
  const panel = frame.querySelector('[data-stop-panel]');
  if (!panel) return null;
  const slot = panel.querySelector('[data-stop-slot]');
  const go = panel.querySelector('[data-stop-go]');
  const items = Array.from(frame.querySelectorAll('[data-stop]'));
  const words = (item) => Array.from(item.querySelectorAll('[data-said]'), (one) => one.textContent.trim()).join('。');
  const chosen = () => slot.querySelector('details[open]');
  const main = () => {
    go.classList.toggle('btn-primary', Boolean(chosen()));
    go.classList.toggle('btn-quiet', !chosen());
  };
  const ask = (n) => {
    const { fullscreenElement } = document;
    if (fullscreenElement === video) document.exitFullscreen(); // the picture alone would hide its question
    if (video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
    const body = items[n].firstElementChild;
    body.querySelectorAll('details').forEach((one) => one.removeAttribute('open'));
    slot.append(body);
    panel.hidden = false;
    frame.classList.add('is-asking');
    main();
    frame.dispatchEvent(new Event('film-asks', { bubbles: true }));
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest' });
    voice.tell(words(body), 'zh');
  };
  const close = (n) => {
    const had = panel.contains(document.activeElement);
    items[n].append(slot.firstElementChild);
    panel.hidden = true;
    frame.classList.remove('is-asking');
    frame.dispatchEvent(new Event('film-asks', { bubbles: true }));
    if (had) video.focus({ preventScroll: true });
  };
  slot.addEventListener(
    'toggle',
    (event) => {
      main();
      if (event.target.open) voice.tell(event.target.querySelector('[data-why]').textContent, 'zh');
    },
    true, // (toggle does not bubble)
  );
  go.addEventListener('click', () => video.play());
  return new FilmStops(video, { at: items.map((item) => Number(item.dataset.stop)), voice, ask, close });
}
