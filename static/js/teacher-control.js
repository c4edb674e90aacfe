// The teacher's phone follows the class screen: when the lesson moved on there, the page is drawn anew.
import { get } from './http.js';
import { taught } from './teacher-clock.js';

const box = document.querySelector('[data-control]');
const clock = taught(document.querySelector('[data-taught]'));

async function follow() {
  const writing = box.contains(document.activeElement) && document.activeElement.matches('input');
  if (document.visibilityState === 'visible' && !writing) {
    try {
      const answer = await get(box.dataset.state);
      if (answer.status === 404 || answer.status === 401) {
        location.reload();
        return;
      }
      if (answer.ok) {
        const state = await answer.json();
        clock(state.seconds, state.state);
        const same =
          state.place === Number(box.dataset.place) &&
          state.version === Number(box.dataset.version) &&
          state.mode === box.dataset.mode;
        if (!same) {
          location.reload();
          return;
        }
      }
    } catch (lost) {
      /* asked again in a moment */
    }
  }
  setTimeout(follow, 2000);
}
setTimeout(follow, 2000);
