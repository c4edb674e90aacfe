// The little of a browser that the rules under test touch. Real timers, a real fetch interface, nothing clever.
export const settle = async (turns = 20) => {
  for (let n = 0; n < turns; n += 1) await Promise.resolve();
};

// A Response as our server gives it; `body` undefined: a page of a proxy, no JSON
export function answer(status, body) {
  return new Response(body === undefined ? '<html>' : JSON.stringify(body), { status });
}

export class Storage {
  constructor({ full = false } = {}) {
    this.full = full;
  }
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name, value) {
    if (this.full) throw new Error('QuotaExceededError');
    this[name] = String(value);
  }
  removeItem(name) {
    delete this[name];
  }
}

// document, storage, events and fetch; `metas`: name → content of <meta>. Gives what was heard and asked.
export function browser({ metas = {}, storage = new Storage() } = {}) {
  const seen = { events: [], asked: [], listeners: {} };
  const listen = (type, run) => {
    seen.listeners[type] = [...(seen.listeners[type] || []), run];
  };
  Object.assign(globalThis, {
    self: globalThis,
    localStorage: storage,
    sessionStorage: new Storage(),
    addEventListener: listen,
    CustomEvent: class {
      constructor(type, more) {
        this.type = type;
        this.detail = more && more.detail;
      }
    },
    document: {
      hidden: false,
      visibilityState: 'visible',
      addEventListener: listen,
      dispatchEvent: (event) => seen.events.push([event.type, event.detail]),
      querySelectorAll: () => [],
      querySelector: (selector) => {
        const name = (/^meta\[name="(.*)"\]$/.exec(selector) || [])[1];
        return name in metas ? { content: metas[name] } : null;
      },
    },
  });
  return seen;
}

// Answers the next requests one after the other; an Error is a line that is down
export function server(seen, answers) {
  globalThis.fetch = async (url, options = {}) => {
    await Promise.resolve();
    seen.asked.push({ url, ...options, fields: options.body ? Object.fromEntries(options.body) : {} });
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const given = typeof next === 'function' ? await next() : next;
    if (given instanceof Error) throw given;
    return given.clone();
  };
}
