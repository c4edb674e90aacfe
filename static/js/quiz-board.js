// Things put where they belong: tap a thing, then its place; or drag it; with the keyboard by Tab and Enter. The plain
// fields below stay the answer: they are hidden, set and read here, so that keeping, sending and going on elsewhere
// need no word of this.
import { all, one } from './dom.js';

function made(tag, name, inside = []) {
  const element = document.createElement(tag);
  element.className = name;
  if (tag === 'button') element.type = 'button';
  element.append(...Array.from(inside, (node) => node.cloneNode(true)));
  return element;
}

// Which place the fields of a row say, and setting it ('' takes it back).
const homeOf = (row) => (one('input:checked', row) || one('select', row) || {}).value || '';
function setHome(row, value) {
  all('input', row).forEach((box) => {
    box.checked = box.value === value;
  });
  all('select', row).forEach((field) => {
    field.value = value;
  });
  one('input, select', row).dispatchEvent(new Event('change', { bubbles: true }));
}

// Words without the pinyin above them.
function plain(element) {
  const copy = element.cloneNode(true);
  all('rt, rp', copy).forEach((part) => part.remove());
  return copy.textContent.trim();
}

function build(board) {
  const list = one('[data-homes]', board);
  const said = made('p', 'board-hint');
  said.setAttribute('role', 'status');
  const things = all('[data-thing]', board).map((row) => {
    const thing = made('button', 'board-thing', one('[data-face]', row).childNodes);
    thing.row = row;
    return thing;
  });
  const homes = all('[data-home]', list).map((home) => {
    const part = made('div', 'board-home');
    part.dataset.put = home.dataset.home;
    part.append(made('button', 'board-put', home.childNodes));
    const [x, y, w, h] = (home.dataset.at || '').split(' ').map(Number);
    if (home.dataset.at) {
      // over its region, and never too small for a finger
      Object.assign(part.style, { left: `${x + w / 2}%`, top: `${y + h / 2}%` });
      Object.assign(part.style, { width: `max(${w}%, 2.75rem)`, height: `max(${h}%, 2.75rem)` });
    }
    return part;
  });
  const tray = made('div', 'board-tray');
  tray.dataset.put = '';
  tray.setAttribute('role', 'group');
  tray.setAttribute('aria-label', list.dataset.tray);
  const scene = one('[data-scene]', board);
  const shelf = scene || made('div', `board-homes is-${homes.length}`);
  shelf.append(...homes);
  let picked = null;

  function pick(thing) {
    picked = thing;
    things.forEach((each) => each.setAttribute('aria-pressed', each === picked));
    board.classList.toggle('is-picking', !!picked);
  }
  function draw() {
    things.forEach((thing) => (homes.find((home) => home.dataset.put === homeOf(thing.row)) || tray).append(thing));
    const left = all('.board-thing', tray).length;
    tray.hidden = !left;
    homes.forEach((home) => home.classList.toggle('is-full', !!one('.board-thing', home)));
    board.classList.toggle('is-many', left > 2);
    if (!said.textContent || tray.hidden) said.textContent = tray.hidden ? list.dataset.all : list.dataset.hint;
  }
  function put(thing, home) {
    // a place on a picture holds one thing: what lay there goes back
    if (scene && home !== tray) all('.board-thing', home).forEach((other) => setHome(other.row, ''));
    setHome(thing.row, home.dataset.put);
    pick(null);
    const name = one('.board-put', home);
    said.textContent = name ? `${plain(thing)} → ${plain(name)}` : list.dataset.hint;
    draw();
    (one('.board-thing', tray) || thing).focus({ preventScroll: true });
  }
  board.addEventListener('click', (event) => {
    if (dragged) return;
    const thing = event.target.closest('.board-thing');
    const home = event.target.closest('[data-put]');
    if (picked && home && !home.contains(picked) && !(home === tray && thing)) put(picked, home);
    else if (!thing && home) pick(null);
    else if (thing) {
      pick(thing === picked ? null : thing);
      if (picked && !event.detail) one('.board-put', homes[0]).focus(); // by keyboard: on to the places
    }
  });

  // Dragging: by mouse everywhere, by finger where nothing has to be scrolled past
  let held = null;
  let dragged = false;
  const moved = (event) => [event.clientX - held.x, event.clientY - held.y];
  board.addEventListener('pointerdown', (event) => {
    const thing = event.target.closest('.board-thing');
    dragged = false;
    held = null;
    if (thing && event.button === 0 && ('drag' in board.dataset || event.pointerType === 'mouse')) {
      held = { thing, x: event.clientX, y: event.clientY };
    }
  });
  addEventListener('pointermove', (event) => {
    if (!held) return;
    const [x, y] = moved(event);
    if (!dragged && Math.hypot(x, y) < 8) return;
    dragged = true;
    held.thing.classList.add('is-held');
    held.thing.style.transform = `translate(${x}px, ${y}px)`;
  });
  function drop(event) {
    if (!held) return;
    const { thing } = held;
    held = null;
    if (!dragged) return;
    const under = event.type === 'pointerup' && document.elementFromPoint(event.clientX, event.clientY);
    thing.classList.remove('is-held');
    thing.style.transform = '';
    const home = under && under.closest('[data-put]');
    if (home && board.contains(home) && !home.contains(thing)) put(thing, home);
    setTimeout(() => {
      dragged = false;
    });
  }
  addEventListener('pointerup', drop);
  addEventListener('pointercancel', drop);
  pick(null);
  draw();
  if (scene) board.append(tray, said);
  else board.append(said, tray, shelf);
  board.classList.add('is-board');
  one('[data-board-plain]', board).hidden = true;
}

all('[data-board]').forEach(build);
