// Service worker of the pupils' desk. It keeps nothing by itself: the quiz page puts itself (it holds no name) into one
// cache, and signing out or handing in empties it. Without a network that page is shown again, any other gets a few
// words.
const CACHE = 'anxue-quiz';
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const asked = event.request;
  const url = new URL(asked.url);
  if (asked.method !== 'GET' || url.origin !== self.location.origin || asked.headers.has('range')) return;
  if (asked.mode === 'navigate')
    event.respondWith(fetch(asked).catch(() => kept(url.pathname).then((page) => page || words())));
  else if (/^\/(static|media)\//.test(url.pathname))
    event.respondWith(fetch(asked).catch(() => kept(asked).then((part) => part || Response.error())));
});
const kept = (asked) => caches.open(CACHE).then((cache) => cache.match(asked, { ignoreVary: true }));
const words = () =>
  new Response(
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="20"><title>没有网 · 安学</title>
<style nonce="words">body{max-width:26em;margin:0 auto;padding:2em 1em;font:19px/1.7 system-ui,sans-serif;color:#14231f;background:#f0f4f1;text-align:center}h1{font-size:1.5em}a{display:inline-block;padding:.6em 1.4em;border-radius:14px;background:#0d6b5b;color:#fff;font-weight:700;text-decoration:none}@media(prefers-color-scheme:dark){body{color:#e7f0ec;background:#0d1715}}</style>
<h1>现在没有网</h1><p>答案都保存在本机，没有丢。连上网后再打开，会自动交上。</p><p lang="en">No network now. Your answers are safe on this device and will be sent when you are back.</p><p><a href="">再试一次 Try again</a></p>`,
    {
      status: 503,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': "default-src 'none'; style-src 'nonce-words'",
      },
    },
  );
