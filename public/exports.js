// Progress of background exports: the ring in the top bar and the exports on the page. Whatever it
// shows is on the Exports page without it too.
(() => {
  'use strict';
  const RUNNING_MS = 1000;
  const HIDDEN_MS = 5000;
  const IDLE_MS = 5000;
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const number = (value) => value.toLocaleString('en-GB');
  let timer;
  let polled = false;
  // Kept beside the ring, which is another element on the next page.
  let running = false;

  /** Elements of exports that, as far as the page shows, wait or run. */
  const liveElements = () =>
    [...document.querySelectorAll('[data-live]')].filter((element) =>
      ['queued', 'running'].includes(element.dataset.live),
    );

  function again(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(tick, milliseconds);
  }

  async function tick() {
    // Without a ring nobody is signed in, or the role has no background exports.
    if (!find('[data-export-ring]') || (polled && !running && !liveElements().length)) {
      return again(IDLE_MS);
    }
    polled = true;
    let active;
    try {
      const response = await fetch('/api/exports/jobs', { headers: { accept: 'application/json' } });
      if (response.status === 401 || response.status === 403) {
        return undefined;
      }
      active = response.ok ? await response.json() : undefined;
    } catch {
      // The server is restarting, or the connection is gone: ask again later.
    }
    if (!active) {
      return again(HIDDEN_MS);
    }
    running = active.length > 0;
    showRing(active.filter((job) => job.own));
    active.forEach(showProgress);
    await showChanges(active).catch(() => {});
    startDownload();
    if (!active.length) {
      return again(IDLE_MS);
    }
    return again(document.hidden ? HIDDEN_MS : RUNNING_MS);
  }

  function showRing(own) {
    const ring = find('[data-export-ring]');
    if (!ring) {
      return;
    }
    ring.hidden = own.length === 0;
    const sum = (key) => own.reduce((total, job) => total + job[key], 0);
    const percent = Math.floor((100 * sum('written')) / Math.max(1, sum('matched')));
    find('[data-ring-value]', ring).setAttribute('stroke-dasharray', `${percent} 100`);
    find('[data-ring-text]', ring).textContent = `${percent} %`;
  }

  function showProgress(job) {
    for (const element of document.querySelectorAll(`[data-live][data-export-id="${job.id}"]`)) {
      const bar = find('[data-progress]', element);
      const text = find('[data-progress-text]', element);
      if (bar && text) {
        bar.value = job.percent;
        text.textContent = `${number(job.written)} of ${number(job.matched)} calls written (${job.percent} %)`;
      }
    }
  }

  /** Replaces the elements of exports whose state is another one by now. */
  async function showChanges(active) {
    const states = new Map(active.map((job) => [job.id, job.state]));
    const changed = liveElements().filter(
      (element) => states.get(element.dataset.exportId) !== element.dataset.live,
    );
    let left = changed;
    let address = location.href;
    // Newer exports may have moved an entry to the next page of the list.
    for (let pages = 0; pages < 2 && left.length && address; pages += 1) {
      const html = await (await fetch(address, { headers: { accept: 'text/html' } })).text();
      const page = new DOMParser().parseFromString(html, 'text/html');
      left = left.filter((old) => !update(old, page));
      address = find('a[rel="next"]', page)?.href;
    }
  }

  /** Shows an element as a page has it by now; false when the page does not have it. */
  function update(old, page) {
    const now = page.getElementById(old.id);
    if (now && now.dataset.live !== old.dataset.live) {
      replace(old, now);
    }
    return Boolean(now);
  }

  function replace(old, now) {
    const focused = old.contains(document.activeElement);
    old.replaceChildren(...now.childNodes);
    old.dataset.live = now.dataset.live;
    if (focused) {
      find('a, button', old)?.focus();
    }
    const message = find('[data-export-message]');
    const state = find('.state', old);
    if (message && state) {
      message.textContent = `Export: ${state.textContent}`;
    }
  }

  /** Downloads the single file that a waiting page waited for. */
  function startDownload() {
    const waiting = find('[data-wait]');
    const link = waiting && find('a[data-download]', waiting);
    if (link) {
      delete waiting.dataset.wait;
      // Loading the page again does not download the file again.
      history.replaceState(history.state, '', location.pathname);
      location.assign(link.href);
    }
  }

  function start() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        polled = false;
        again(0);
      }
    });
    again(0);
  }

  // The application takes over the elements and the URL as they were sent: both stay until it has.
  if ('ready' in root.dataset) {
    start();
  } else {
    const ready = new MutationObserver(() => {
      ready.disconnect();
      start();
    });
    ready.observe(root, { attributeFilter: ['data-ready'] });
  }
})();
