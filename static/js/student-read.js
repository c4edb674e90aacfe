// Slides one at a time, and the browser's own voice. Without this file all slides stand under each other.
import { all, filled, meta, one } from './dom.js';

// ── Read aloud: only where the browser has a voice
// What is said: the pinyin above a character is not said a second time
const spoken = (text) => {
  const above = all('rt, rp', text);
  above.forEach((each) => {
    each.hidden = true; // innerText leaves out what is not shown
  });
  const words = text.innerText;
  above.forEach((each) => {
    each.hidden = false;
  });
  return words;
};
const voice = window.speechSynthesis;
const quiet = () => {
  if (voice) voice.cancel();
  all('[data-read]').forEach((button) => button.setAttribute('aria-pressed', 'false'));
};
const speaks = /^(zh|cmn|yue)/i;
const chinese = () => voice.getVoices().some((each) => speaks.test(each.lang));
// Silence is never without a word: where there is a place for it, the page says that this device has no Chinese voice
const silent = () =>
  all('[data-no-voice]').forEach((note) => {
    note.hidden = false;
  });
if (voice && window.SpeechSynthesisUtterance) {
  voice.getVoices(); // (Chrome loads them when first asked)
  all('[data-read]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (!chinese()) return silent();
      const reading = button.getAttribute('aria-pressed') === 'true';
      quiet();
      if (reading) return;
      const text = one(button.dataset.read);
      const said = new SpeechSynthesisUtterance(spoken(text).replace(/\s*\d+ \/ \d+\s*$/m, ''));
      said.lang = text.dataset.say || 'zh-CN'; // lessons are Chinese on English pages too
      said.rate = 0.9;
      said.onend = quiet;
      said.onerror = quiet;
      button.setAttribute('aria-pressed', 'true');
      voice.speak(said);
    });
  });
  addEventListener('pagehide', quiet);
}

// ── Slides
const book = one('[data-slides]');
if (book) {
  const pages = all('[data-slide]');
  const bar = one('[data-slide-bar]');
  let here = Math.max(
    0,
    pages.findIndex((page) => `#${page.id}` === location.hash),
  );
  let furthest = here;
  const show = (place, focus) => {
    here = Math.max(0, Math.min(pages.length - 1, place));
    furthest = Math.max(furthest, here);
    quiet();
    pages.forEach((page, index) => {
      page.hidden = index !== here;
    });
    one('[data-count]').textContent = filled(book.dataset.words, { n: here + 1, all: pages.length });
    one('[data-prev]').disabled = here === 0;
    one('[data-next]').hidden = here === pages.length - 1;
    one('[data-slide-end]').hidden = here !== pages.length - 1;
    history.replaceState(null, '', `#${pages[here].id}`);
    if (focus) scrollTo(0, 0);
  };
  bar.hidden = false;
  bar.appendChild(one('[data-slide-end]')); // on the last page it stands where "next" stood
  book.classList.add('is-paged');
  show(here);
  one('[data-prev]').addEventListener('click', () => show(here - 1, true));
  one('[data-next]').addEventListener('click', () => show(here + 1, true));
  addEventListener('keydown', (event) => {
    if (event.target.closest('input, select, textarea, video')) return;
    if (event.key === 'ArrowRight' || event.key === 'PageDown') show(here + 1, true);
    if (event.key === 'ArrowLeft' || event.key === 'PageUp') show(here - 1, true);
  });
  addEventListener('pagehide', () => {
    const said = new URLSearchParams({ slide: furthest, beacon: 1, csrf_token: meta('csrf-token') });
    if (navigator.sendBeacon) navigator.sendBeacon(book.dataset.url, said);
  });
}
