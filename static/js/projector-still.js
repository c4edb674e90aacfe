// A class screen of one page a step (the 1530 reminder): what stands there is fitted, once and when the window changes.
import { fitting } from './projector-fit.js';

const stage = document.querySelector('.stage');
const fit = () => fitting(stage, stage.querySelector('.scene'));
fit();
addEventListener('resize', fit);
stage.addEventListener('load', fit, true); // pictures that came later
