// The scan was the tap: join at once. Without this file the button does it.
const form = document.querySelector('[data-join]');
const button = form.querySelector('button');
button.disabled = true;
setTimeout(() => {
  button.disabled = false;
}, 4000); // the network was slow: the thumb can try
// the code works once: it need not stay in the phone's history
history.replaceState(null, '', `/${form.dataset.forget}`);
form.submit();
