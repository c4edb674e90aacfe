// A place on the plan can be tapped: it presses the button that bears its letter. Without this file the buttons do.
import { all } from './dom.js';

const buttons = all('[name=choice]');
all('[data-plan-to]').forEach((place) => {
  place.classList.add('can-go');
  place.addEventListener('click', () => buttons[Number(place.dataset.planTo)].click());
});
