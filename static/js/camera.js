// The phone held at the class: each pupil's tile lights up as the card is read.
import { reading } from './camera-following.js';

const root = document.querySelector('[data-camera]');
const tiles = new Map(Array.from(root.querySelectorAll('[data-card]'), (tile) => [tile.dataset.card, tile]));
const key = root.querySelector('.seat-key');
const words = key
  ? {
      odd: key.dataset.wordsOdd,
      kept: key.dataset.wordsKept,
      typed: key.dataset.wordsTyped,
      seen: key.dataset.wordsSeen,
      doubt: key.dataset.wordsDoubt,
    }
  : {};
const kept = root.querySelector('[data-kept]');
const all = root.querySelector('[data-all]');
const question = root.querySelector('[data-question]');
const unclear = root.querySelector('[data-unclear]');
const strange = root.querySelector('[data-strange]');
const awayCards = root.querySelector('[data-away-cards]');
const another = root.querySelector('[data-another]');
const letters = new Map(); // the letter last read of each card, for this question
let asked = '';

function draw(cards, now) {
  const here = now.open ? `${now.number} ${now.part}` : '';
  if (here !== asked) {
    asked = here;
    letters.clear();
  }
  tiles.forEach((tile, card) => {
    const one = cards[card];
    if (one && one.letter) letters.set(card, one.letter);
    const state = one ? one.state : '';
    tile.className = state ? `seat is-${{ typed: 'kept', odd: 'doubt' }[state] || state}` : 'seat';
    tile.querySelector('[data-letter]').textContent =
      state === 'doubt' ? '?' : state === 'odd' ? `${letters.get(card)}✕` : (state && letters.get(card)) || '';
    tile.querySelector('[data-say]').textContent = state ? words[state] : '';
  });
  put(kept, now.open ? now.kept : '–');
  if (now.present) put(all, now.present);
  put(
    question,
    now.open
      ? question.dataset.words.replace('{n}', now.number + 1) + (now.part ? ` (${now.part + 1})` : '')
      : now.number === undefined
        ? question.dataset.waiting
        : question.dataset.revealed,
  );
  root.classList.toggle('is-blind', Boolean(now.trouble) && now.trouble !== 'turned');
  const hazy = now.unclear > 1 && !now.trouble;
  if (hazy) put(unclear, unclear.dataset.words.replace('{n}', now.unclear));
  unclear.hidden = !hazy;
  if (now.strange.length) put(strange, strange.dataset.words.replace('{n}', now.strange.join(' ')));
  strange.hidden = !now.strange.length;
  if (now.away.length) put(awayCards, awayCards.dataset.words.replace('{n}', now.away.join(' ')));
  awayCards.hidden = !now.away.length;
}

// An unchanged word is not written again, or a screen reader would say it with every frame
function put(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

reading({
  root,
  video: root.querySelector('[data-view]'),
  rear: 'rear' in root.dataset,
  draw,
  several: (yes) => {
    another.hidden = !yes;
  },
}).open();
