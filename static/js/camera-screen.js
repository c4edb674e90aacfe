// The PC at the projector reads cards with its own camera. The class sees its numbers light up: no letter, no name, and
// of the picture only a blurred view for aiming, gone while a question is open.
import { reading } from './camera-following.js';
import { get, post } from './http.js';
import { tabMemory } from './tab-memory.js';

const button = document.querySelector('[data-webcam]');
const strip = document.querySelector('[data-lights]');
const numbers = strip.querySelector('[data-numbers]');
const refused = strip.querySelector('[data-refused]');
const video = strip.querySelector('[data-view]');
const opened = tabMemory(`webcam-${button.dataset.session}`); // '1': open before this page was loaded anew
const lights = new Map();
let reader = null;
let aimed = false; // a question was open since the camera is

const tools = document.querySelectorAll('.screen-tools .btns');
tools[tools.length - 1].prepend(button);
document.querySelector('.screen-tools').before(strip);
button.hidden = false;

async function joined() {
  const answer = await get(button.dataset.known);
  return answer.ok && String((await answer.json()).session) === button.dataset.session;
}

async function open() {
  if (reader) return;
  aimed = false;
  video.hidden = false;
  strip.hidden = false;
  refused.hidden = true;
  button.setAttribute('aria-expanded', 'true');
  dispatchEvent(new Event('resize')); // the step fits itself into what is left
  try {
    const answer = await post(button.dataset.webcam, opened.get() === '1' && (await joined()) ? { joined: 1 } : {});
    const said = await answer.json();
    if (!answer.ok) {
      refuse(said.message);
      return;
    }
    begin(said);
  } catch (lost) {
    refuse('');
  }
}

function refuse(words) {
  if (!words) strip.querySelector('[data-trouble="offline"]').hidden = false;
  video.hidden = true;
  refused.hidden = !words;
  refused.querySelector('p').textContent = words;
}

function begin(said) {
  strip.dataset.readings = said.readings;
  strip.dataset.worker = said.worker;
  strip.dataset.scripts = JSON.stringify(said.scripts);
  strip.dataset.table = JSON.stringify(said.table);
  lights.clear();
  numbers.textContent = '';
  numbers.append(
    ...said.cards.map((card) => {
      const light = document.createElement('li');
      light.className = 'light';
      light.textContent = card;
      lights.set(String(card), light);
      return light;
    }),
  );
  opened.set('1');
  const several = strip.querySelector('[data-another]');
  reader = reading({
    root: strip,
    video,
    rear: false,
    draw,
    several: (yes) => {
      several.hidden = !yes;
    },
    over: () => {
      opened.drop();
      reader = null;
    },
  });
  reader.open();
}

function draw(cards, now) {
  lights.forEach((light, card) => {
    const state = cards[card] ? cards[card].state : '';
    const name = `light${state ? ` is-${{ typed: 'kept', odd: 'doubt' }[state] || state}` : ''}`;
    if (light.className === name) return;
    light.className = name;
    const words = state ? numbers.dataset[`words${state[0].toUpperCase()}${state.slice(1)}`] : '';
    if (words) light.title = words;
    else light.removeAttribute('title');
  });
  video.hidden = now.open && !now.asking;
  aimed = aimed || now.open;
  const resting = aimed && !now.open && !now.trouble && !now.asking; // slides and answers get the whole screen
  if (strip.hidden === resting) return;
  strip.hidden = resting;
  dispatchEvent(new Event('resize'));
}

function shut() {
  if (reader) reader.close();
  reader = null;
  opened.drop();
  strip.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  button.focus();
  dispatchEvent(new Event('resize'));
}

button.addEventListener('click', () => {
  if (reader) shut();
  else open();
});
strip.querySelector('[data-shut]').addEventListener('click', shut);
if (opened.get() === '1') open();
