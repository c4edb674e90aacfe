// A long question comes closer together until it fits: nobody scrolls a class screen. The styles keep words at 48 px;
// only what does not fit even so shrinks as a whole.
export function fitting(stage, step) {
  step.style.zoom = '';
  step.dataset.fit = '';
  if (matchMedia('(max-width: 40rem)').matches) return; // on a phone the teacher's thumb scrolls
  const over = () => stage.scrollHeight > stage.clientHeight + 1;
  for (const near of ['snug', 'close', 'bare']) {
    if (!over()) return;
    step.dataset.fit = near;
  }
  for (let size = 0.96; size > 0.6 && over(); size -= 0.04) step.style.zoom = size;
}
