// The code on the class screen that lets a phone join. It shows by itself at the start of a lesson with cards and goes
// when a phone came.
import { post } from './http.js';

const cover = document.querySelector('[data-phone]');
let there = cover ? Number(cover.dataset.phones) : 0;
let fresh = 0; // when the code was made: it is good for fifteen minutes
let offered = false;

async function show(fields = {}) {
  if (!cover) return;
  try {
    const answer = await post(cover.dataset.url, fields);
    if (!answer.ok) return;
    const said = await answer.json();
    cover.innerHTML = said.piece;
    there = said.phones;
    fresh = Date.now();
    cover.hidden = false;
    cover.querySelector('[data-phone-close]').focus({ preventScroll: true });
  } catch (lost) {
    /* the screen says that the line is down; the button can be pressed again */
  }
}

function close() {
  if (!cover || cover.hidden) return;
  cover.hidden = true;
  cover.innerHTML = ''; // a code that is not on the screen is not in the page
}

// `count`: phones there now, from the state that the screen asks for
export function phones(count, mode) {
  if (!cover || count === undefined) return;
  const came = count > there;
  there = count;
  if (came) {
    close();
    return;
  }
  const first = Number(document.querySelector('[data-run]').dataset.place) === 0;
  if (!offered && mode === 'cards' && !count && first) {
    offered = true;
    show();
    return;
  }
  if (!cover.hidden && Date.now() - fresh > 12 * 60000) show();
}
phones.open = () => Boolean(cover) && !cover.hidden;
phones.close = close;
phones.toggle = () => {
  if (phones.open()) close();
  else {
    show();
  }
};

if (cover) {
  document.addEventListener(
    'submit',
    (event) => {
      const open = event.target.closest('[data-phone-open]');
      const away = event.target.closest('[data-phones-away]');
      if (!open && !away) return;
      event.preventDefault();
      if (open) {
        show(open.elements.which ? { which: open.elements.which.value } : {});
        return;
      }
      post(away.action)
        .then(() => {
          there = 0;
          show();
        })
        .catch(() => {});
    },
    true,
  );
  cover.addEventListener('click', (event) => {
    if (!event.target.closest('[data-phone-close]')) return;
    event.preventDefault();
    close();
  });
}
