// A separate demo server for a test that changes its data freely.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary, freePort } from '../setup/settings.js';
import { expect } from './fixtures.js';

/** Starts a demo; `limits` are environment variables. Call `stop` after the test. */
export async function ownDemo(limits = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'earshot-own-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ['serve', '--demo', '--data', data, '--listen', new URL(url).host];
  const server = spawn(binary, args, { env: { ...process.env, ...limits }, stdio: 'ignore' });
  const answers = () => fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
  await expect.poll(answers, { timeout: 60_000 }).toBe(true);
  return {
    url,
    /** Creates an API key for the demo's admin on the command line; returns it, or id and secret. */
    key(kind, scopes, project = 'front-desk') {
      const rights = scopes.flatMap((scope) => ['--scope', scope]);
      const who = ['--data', data, '--user', 'admin@harbour.example', '--kind', kind];
      const limit = ['--name', 'Tests', '--project', project, '--requests-per-minute', '10000'];
      const words = ['api-key', 'add', ...who, ...limit, ...rights];
      return execFileSync(binary, words, { encoding: 'utf8' }).match(/\S+$/gm);
    },
    /** Returns a session of the demo's admin, as a `Cookie` header. */
    async session() {
      const body = new URLSearchParams({ email: 'admin@harbour.example', password: 'earshot-demo' });
      const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
      return answer.headers.get('set-cookie').split(';')[0];
    },
    async stop() {
      const ended = new Promise((resolve) => {
        server.once('exit', resolve);
      });
      server.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
