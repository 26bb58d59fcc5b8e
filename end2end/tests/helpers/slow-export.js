// An export whose reader takes its time, so that it is still running when a test looks.
import http from 'node:http';
import { expect } from '@playwright/test';
import { url } from '../setup/settings.js';

/**
 * Begins an export with the context's cookies and reads nothing of its body. `end()` reads on and
 * says whether the file was `whole` or `broken`.
 */
export async function slowExport(context, fields) {
  const origin = url;
  const cookies = await context.cookies(origin);
  const body = new URLSearchParams(fields).toString();
  const request = http.request(`${origin}/api/exports/calls`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  });
  const response = await new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject).end(body);
  });
  response.pause();
  expect(response.statusCode).toBe(200);
  const end = () =>
    new Promise((resolve) => {
      response.on('error', () => resolve('broken'));
      response.on('close', () => resolve(response.complete ? 'whole' : 'broken'));
      response.resume();
    });
  return { id: response.headers['earshot-export-id'], end };
}
