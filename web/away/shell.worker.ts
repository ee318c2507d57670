/**
 * Answers for the page's own files when the hub cannot: the page and the scripts and styles that it begins with, which
 * are the same for everybody and hold nothing of anybody's. Whatever else is asked for (the API, the chart, files) this
 * worker does not touch, and it keeps no answer but those that it fetched itself, without credentials, when it was
 * installed.
 */
declare const self: ServiceWorkerGlobalScope;
/** Filled in by the build: the files, and a name that changes with them. */
declare const shellFiles: readonly string[];
declare const shellName: string;

/** A link that is this slow counts as none: what the page then asks for tells its reader. */
const patienceMs = 6_000;
const page = '/';
const files = new Set(shellFiles);

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(shellName)
      .then((cache) =>
        cache.addAll(
          [page, ...files].map((path) => new Request(path, { credentials: 'omit', cache: 'reload' })),
        ),
      )
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== shellName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(pageFor(request));
  else if (files.has(pathname)) event.respondWith(kept(pathname, request));
});

/** The same rule by which the hub answers with the page. */
function isPage(pathname: string): boolean {
  return /^\/(?!api\/|chart\/|docs|assets\/)[^.]*$/.test(pathname);
}

/** From the hub where it answers; otherwise the page as it was kept. */
async function pageFor(request: Request): Promise<Response> {
  const shell = await caches.match(page, { cacheName: shellName });
  if (shell === undefined) return fetch(request);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
    return [502, 503, 504].includes(answer.status) ? shell : answer;
  } catch {
    return shell;
  }
}

/** These are named by their content: what is kept is what the hub would answer. */
async function kept(pathname: string, request: Request): Promise<Response> {
  return (await caches.match(pathname, { cacheName: shellName })) ?? fetch(request);
}

export {};
