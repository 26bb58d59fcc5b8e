// Settings of one run, passed to worker processes in the environment.
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
export const checkout = path.resolve(here, '../../..');
export const binary = path.join(checkout, 'target/dist/earshot');
export const samples = path.join(checkout, 'backend/samples');
/** Optional real dialogues in a folder beside the checkout. */
export const sharedData = path.resolve(checkout, '../shared/data');

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Files are compared with those of the sources, word by word; names have tests of their own.
process.env.EARSHOT_NAMES ??= 'off';
process.env.E2E_DATA ??= mkdtempSync(path.join(tmpdir(), 'earshot-e2e-'));
process.env.E2E_PORT ??= String(await freePort());
process.env.E2E_STRICT_PORT ??= String(await freePort());

export const dataFolder = process.env.E2E_DATA;
export const url = `http://127.0.0.1:${process.env.E2E_PORT}`;
export const strictUrl = `http://127.0.0.1:${process.env.E2E_STRICT_PORT}`;
