// A slowly read export, which is still running while a test checks it.
import http from 'node:http';
import { expect } from '@playwright/test';
import { url } from '../setup/settings.js';

/**
 * Starts an export with the context's cookies without reading its body. `end()` reads the rest and
 * returns `complete` or `incomplete`.
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
      response.on('error', () => resolve('incomplete'));
      response.on('close', () => resolve(response.complete ? 'complete' : 'incomplete'));
      response.resume();
    });
  return { id: response.headers['earshot-export-id'], end };
}
