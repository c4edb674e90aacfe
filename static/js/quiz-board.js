// Things put where they belong: tap a thing, then its place; with the keyboard the same by Tab and Enter. The plain fields
// below stay the answer: they are hidden, set and read here, so that keeping, sending and going on elsewhere need no word
// of this.
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
    return part;
  });
  const tray = made('div', 'board-tray');
  tray.dataset.put = '';
  tray.setAttribute('role', 'group');
  tray.setAttribute('aria-label', list.dataset.tray);
  const shelf = made('div', `board-homes is-${homes.length}`);
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
    board.classList.toggle('is-many', left > 2);
    if (!said.textContent || tray.hidden) said.textContent = tray.hidden ? list.dataset.all : list.dataset.hint;
  }
  function put(thing, home) {
    setHome(thing.row, home.dataset.put);
    pick(null);
    const name = one('.board-put', home);
    said.textContent = name ? `${plain(thing)} → ${plain(name)}` : list.dataset.hint;
    draw();
    (one('.board-thing', tray) || thing).focus({ preventScroll: true });
  }
  board.addEventListener('click', (event) => {
    const thing = event.target.closest('.board-thing');
    const home = event.target.closest('[data-put]');
    if (picked && home && !home.contains(picked) && !(home === tray && thing)) put(picked, home);
    else if (thing) pick(thing === picked ? null : thing);
  });
  pick(null);
  draw();
  board.append(said, tray, shelf);
  one('[data-board-plain]', board).hidden = true;
}

all('[data-board]').forEach(build);
