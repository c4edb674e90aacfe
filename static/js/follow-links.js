// Keys and clickers follow the page's own links: rel=next, rel=prev.
const forward = ['ArrowRight', 'ArrowDown', 'PageDown', 'Enter', ' ', 'n'];
const backward = ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace', 'p'];
document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.key === ' ' || event.key === 'Enter') && event.target.closest('button, a, summary, input')) return;
  const rel = forward.includes(event.key) ? 'next' : backward.includes(event.key) ? 'prev' : '';
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  location.assign(link.href);
});
// One tap further along, the next screen's pictures are already here.
const next = document.querySelector('a[rel="next"]');
if (next)
  fetch(next.href, { credentials: 'same-origin' })
    .then((answer) => answer.text())
    .then((page) => {
      new DOMParser()
        .parseFromString(page, 'text/html')
        .querySelectorAll('img')
        .forEach((one) => {
          new Image().src = one.getAttribute('src');
        });
    })
    .catch(() => {});
