// What every page gets. Nothing here is needed to reach, read or send anything: it only smooths. docs/DESIGN.md names
// the data-… hooks.
const root = document.documentElement;
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const on = (type, selector, run) =>
  document.addEventListener(type, (event) => {
    const target = event.target.closest && event.target.closest(selector);
    if (target) run(event, target);
  });
root.classList.add('js');

// ── Theme: kept in localStorage for this page, in a cookie so that the server draws it at once
const dark = () =>
  (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
function keepTheme(theme) {
  root.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  try {
    localStorage.setItem('theme', theme);
  } catch (refused) {
    /* private window: the cookie is enough */
  }
}
function markTheme() {
  all('[data-theme-switch]').forEach((button) => {
    button.hidden = false;
    button.setAttribute('aria-pressed', dark());
  });
}
on('click', '[data-theme-switch]', () => {
  keepTheme(dark() ? 'light' : 'dark');
  markTheme();
});
try {
  const kept = localStorage.getItem('theme');
  if (!root.dataset.theme && (kept === 'dark' || kept === 'light')) keepTheme(kept);
} catch (refused) {
  /* no storage: follow the system */
}
markTheme();

// ── A code in the address works once: when it is used, it leaves the history
on('submit', 'form[data-forget]', (event, form) => history.replaceState(null, '', `/${form.dataset.forget}`));

// ── Menus close when you go elsewhere
document.addEventListener('click', (event) =>
  all('details[data-menu][open]').forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  }),
);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  all('details[data-menu][open]').forEach((menu) => {
    menu.open = false;
    menu.querySelector('summary').focus();
  });
});

// ── "?" shows the keys of this page, or goes to the list of all
document.addEventListener('keydown', (event) => {
  if (
    event.key !== '?' ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select')
  )
    return;
  const dialog = document.getElementById('keys');
  const link = document.querySelector('[data-keys]');
  if (dialog && dialog.showModal) {
    if (!dialog.open) dialog.showModal();
  } else if (link) location.assign(`${link.href}#keys`);
});

// ── The present tab is in sight on a narrow screen
all('.tabs [aria-current]').forEach((tab) => {
  const bar = tab.closest('.tabs');
  bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
});

// ── Flashes
all('[data-close]').forEach((button) => {
  button.hidden = false;
});
on('click', '[data-close]', (event, button) => button.parentNode.remove());
all('[data-focus]')
  .slice(0, 1)
  .forEach((summary) => summary.focus());

// ── Dialogs: a link to #id, made modal
on('click', '[data-dialog]', (event, opener) => {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (dialog && dialog.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
});
on('click', '[data-dialog-close]', (event, link) => {
  const dialog = link.closest('dialog');
  if (dialog.open) {
    event.preventDefault();
    dialog.close();
  }
});
on('click', 'dialog', (event, dialog) => {
  if (event.target === dialog) dialog.close();
});

// ── Folded words: opened by a link to them, and for the printer
on('click', 'a[href^="#"]', (event, link) => {
  const folded = document.getElementById(link.hash.slice(1));
  if (folded && folded.tagName === 'DETAILS') folded.open = true;
});
addEventListener('beforeprint', () =>
  all('details[data-print-open]').forEach((folded) => {
    folded.open = true;
  }),
);

// ── Forms: sent once; a filter sends itself; print; passwords shown
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method === 'get' || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '1';
  setTimeout(() => {
    delete form.dataset.sent;
  }, 4000);
});
addEventListener('pageshow', () =>
  all('form[data-sent]').forEach((form) => {
    delete form.dataset.sent;
  }),
);
on('change', '[data-autosubmit]', (event, field) =>
  field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit(),
);
on('click', '[data-print]', (event) => {
  event.preventDefault();
  print();
});
all('[data-reveal]').forEach((button) => {
  button.hidden = false;
});
on('click', '[data-reveal]', (event, button) => {
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === 'password';
  field.type = shown ? 'text' : 'password';
  button.setAttribute('aria-pressed', shown);
});
on('change', '[data-all]', (event, box) =>
  all(`input[name="${box.dataset.all}"]`, box.form || document).forEach((one) => {
    one.checked = box.checked;
  }),
);

// ── File drop
all('[data-drop]').forEach((zone) => {
  const input = zone.querySelector('input');
  const name = zone.querySelector('[data-drop-name]');
  const tell = () => {
    name.textContent = Array.from(input.files)
      .map((file) => file.name)
      .join('、');
  };
  input.addEventListener('change', tell);
  ['dragenter', 'dragover'].forEach((type) =>
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add('is-over');
    }),
  );
  ['dragleave', 'drop'].forEach((type) => zone.addEventListener(type, () => zone.classList.remove('is-over')));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    tell();
  });
});

// ── Progress that asks the server: {value, max, text, next, done}; a lost line is asked again more slowly
all('[data-poll]').forEach((block) => {
  const bar = block.querySelector('progress');
  const text = block.querySelector('[data-poll-text]');
  let wait = Number(block.dataset.every) || 2000;
  const ask = () =>
    fetch(block.dataset.poll, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((state) => {
        if (state.max) bar.max = state.max;
        if (state.value === null || state.value === undefined) bar.removeAttribute('value');
        else bar.value = state.value;
        if (state.text) text.textContent = state.text;
        if (state.next) location.assign(state.next);
        else if (!state.done) setTimeout(ask, wait);
      })
      .catch(() => {
        wait = Math.min(wait * 2, 30000);
        setTimeout(ask, wait);
      });
  setTimeout(ask, wait);
});

// ── Time left, by the server's clock: a wrong clock in the classroom changes nothing
all('[data-until]').forEach((badge) => {
  const left = badge.querySelector('[data-left]');
  const end = performance.now() + (badge.dataset.until - badge.dataset.now);
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    badge.classList.toggle('is-short', seconds <= 60);
    if (seconds) setTimeout(tick, 500);
    else badge.dispatchEvent(new CustomEvent('time-up', { bubbles: true }));
  };
  tick();
});

// ── Answers waiting in this browser: set data-count, the words follow
all('[data-queue]').forEach((line) =>
  new MutationObserver(() => {
    const count = Number(line.dataset.count);
    line.hidden = false;
    line.classList.toggle('is-sent', !count);
    line.querySelector('[data-queue-words]').textContent = count
      ? line.dataset.saved.replace('{n}', count)
      : line.dataset.sent;
  }).observe(line, { attributes: true, attributeFilter: ['data-count'] }),
);

// ── Attendance counts, picture pad, pins on a picture
on('change', '[data-attend] input', (event, box) => {
  const group = box.closest('[data-attend]');
  const boxes = all('input[type=checkbox]', group);
  const away = boxes.filter((one) => one.checked).length;
  group.querySelector('[data-attend-here]').textContent = boxes.length - away;
  group.querySelector('[data-attend-away]').textContent = away;
});
on('change', '[data-pad] input', (event, box) => {
  const pad = box.closest('[data-pad]');
  const chosen = all('input:checked', pad).length;
  if (chosen > pad.dataset.pad) {
    box.checked = false;
    return;
  }
  const words = pad.querySelector('[data-pad-words]');
  words.textContent = words.dataset.words.replace('{n}', chosen);
});
const spotState = (spot) =>
  all('[data-pin]', spot).forEach((pin) => {
    pin.classList.toggle(
      'is-chosen',
      all('input:checked', spot).some((box) => box.value === pin.dataset.pin),
    );
  });
on('click', '[data-pin]', (event, pin) => {
  const spot = pin.closest('[data-spot]');
  const box = all('input', spot).find((one) => one.value === pin.dataset.pin && !one.disabled);
  if (box) {
    box.click();
    spotState(spot);
  }
});
on('change', '[data-spot] input', (event, box) => spotState(box.closest('[data-spot]')));

// ── Ordering in the page; without this script the same buttons post move=…
on('click', '[data-order] [name=move]', (event, button) => {
  event.preventDefault();
  const list = button.closest('[data-order]');
  const item = button.closest('.order-item');
  const up = button.value.endsWith(':up');
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  item.parentNode.insertBefore(item, up ? other : other.nextSibling);
  const items = all('.order-item', list);
  items.forEach((one, index) =>
    all('[name=move]', one).forEach((move) => {
      move.disabled = move.value.endsWith(':up') ? index === 0 : index === items.length - 1;
    }),
  );
  const said = list.querySelector('[data-order-said]');
  said.textContent = said.dataset.words.replace('{n}', items.indexOf(item) + 1);
  (button.disabled ? item.querySelector('[name=move]:not(:disabled)') : button).focus();
  item.dispatchEvent(new Event('change', { bubbles: true }));
});
