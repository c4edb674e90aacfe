// A row follows the pointer by its grip, the window scrolls at its rims, and only letting go changes anything: a grip
// whose row changes places in the document meanwhile loses the pointer.
const EDGE = 72; // px from the rim of the window within which a drag scrolls
const SLOP = 6; // px below which a press is a tap
let held = null;
let scrolled = null;

// rowOf: selector of what a grip moves. hooks: begin(row), over(row, the element under the pointer, its y) at every
// move, drop(row) when it was let go after a move, leave(row) when Escape or the browser took it away.
export function draggable(grips, rowOf, hooks) {
  grips.forEach((grip) => {
    const row = grip.closest(rowOf);
    grip.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      held = { row, grip, hooks, y: event.clientY, top: scrollY, place: row.offsetTop, moved: false };
      grip.setPointerCapture(event.pointerId);
    });
  });
}

function follow() {
  const { row, hooks, at } = held;
  const opened = row.offsetTop - held.place; // what opened above pushes it down
  const aside = Math.min(row.offsetHeight * 0.6, 48); // what is below the pointer stays in sight
  row.style.transform = `translateY(${at.clientY - held.y + scrollY - held.top - opened + aside}px)`;
  hooks.over(row, document.elementFromPoint(at.clientX, at.clientY), at.clientY);
}
function scrollOn() {
  const { clientY } = held.at;
  const by = clientY < EDGE + 60 ? -14 : clientY > innerHeight - EDGE - 40 ? 14 : 0;
  if (!by) return;
  scrollBy(0, by);
  follow();
}
function lift() {
  held.moved = true;
  held.hooks.begin(held.row);
  held.row.classList.add('is-held', 'is-dragged');
  scrolled = setInterval(scrollOn, 30);
}
function drop(event) {
  if (!held) return;
  const { row, grip, hooks, moved } = held;
  clearInterval(scrolled);
  held = null;
  if (!moved) return;
  row.classList.remove('is-held', 'is-dragged');
  row.style.transform = '';
  grip.dataset.dragged = '1';
  const forget = () => setTimeout(() => delete grip.dataset.dragged, 0); // the click of letting go comes first
  if (event.type === 'keydown') addEventListener('pointerup', forget, { once: true });
  else forget();
  if (event.type === 'pointerup') hooks.drop(row);
  else hooks.leave(row);
}
addEventListener('pointermove', (event) => {
  if (!held) return;
  held.at = event;
  if (!held.moved && Math.abs(event.clientY - held.y) < SLOP) return;
  if (!held.moved) lift();
  follow();
});
addEventListener('pointerup', drop);
addEventListener('pointercancel', drop);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && held) drop(event);
});
