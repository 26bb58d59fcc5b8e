// Sessions, created once per run and stored in the data folder, since sign-ins are rate-limited.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, request } from '@playwright/test';
import { password } from '../setup/people.js';
import { dataFolder, url } from '../setup/settings.js';

const folder = path.join(dataFolder, 'sessions');

async function signIn(email, file) {
  const context = await request.newContext({ baseURL: url });
  const answer = await context.post('/sign-in', { form: { email, password } });
  expect(answer.url()).toMatch(/\/calls$/);
  mkdirSync(folder, { recursive: true });
  // Renamed, so that another worker never reads an incomplete file.
  const written = `${file}.${process.pid}`;
  await context.storageState({ path: written });
  renameSync(written, file);
  await context.dispose();
}

/** Returns the cookies of a signed-in person. */
export async function sessionOf(email) {
  const file = path.join(folder, `${email}.json`);
  if (!existsSync(file)) {
    await signIn(email, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')).cookies;
}
