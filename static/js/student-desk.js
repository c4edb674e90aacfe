// Every page of the pupils' desk: sends what waits, says how much waits, and asks before signing out with answers on
// board.
import { count, flush, forgetPages, waiting } from './queue.js';

const badge = document.querySelector('[data-queue]');
const show = () => {
  const waits = count();
  if (badge && (waits || !badge.hidden)) badge.dataset.count = waits;
};
document.addEventListener('queue-changed', show);
document.addEventListener('queue-refused', (event) => {
  if (badge) badge.insertAdjacentElement('afterend', notice(event.detail.words));
});
function notice(words) {
  const line = document.createElement('p');
  line.className = 'notice notice-warn';
  line.setAttribute('role', 'alert');
  line.textContent = words;
  return line;
}
show();

// ── Signing out: send first; what cannot be sent stays for the next time this pupil signs in
const dialog = document.getElementById('leave');
let leaving = null;
document.addEventListener(
  'submit',
  (event) => {
    if (!/\/sign-out$/.test(event.target.getAttribute('action') || '')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = event.target;
    flush().then(() => (waiting().length ? ask() : leave()));
  },
  true,
);
function ask() {
  if (dialog && dialog.showModal) dialog.showModal();
  else if (confirm(dialog.textContent)) leave();
}
async function leave() {
  await forgetPages();
  leaving.submit();
}
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-stay]')) dialog.close();
  if (event.target.closest('[data-leave]')) leave();
});

if ('serviceWorker' in navigator)
  navigator.serviceWorker.register('/student/offline-worker', { scope: '/student/' }).catch(() => {});
