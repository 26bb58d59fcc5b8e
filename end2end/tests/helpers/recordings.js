// Locators and actions of the Call recording card.
import { expect } from './fixtures.js';

export const card = (page) => page.getByRole('region', { name: 'Call recording' });
export const play = (page) => card(page).getByRole('button', { name: 'Play', exact: true });

/** Returns the playable calls of the first page of the list that contains any. */
async function playable(context, project) {
  const found = [];
  let cursor = null;
  do {
    const list = { project_id: project, has_recording: 'true', ...(cursor && { cursor }) };
    const query = new URLSearchParams(list).toString();
    const answer = await context.request.get('/api/calls', { params: { query } });
    const { rows, next } = await answer.json();
    for (const { id } of rows) {
      const review = await context.request.get('/api/review', { params: { call_id: id } });
      if (!(await review.json()).recording.play_blocked) {
        found.push(id);
      }
    }
    cursor = next;
  } while (found.length === 0 && cursor);
  return found;
}

/** Opens the `nth` call with a playable recording; returns its id. */
export async function openPlayable(page, open, { nth = 0, project = 'after-hours' } = {}) {
  const id = (await playable(page.context(), project)).at(nth);
  await open(`/calls?project_id=${project}&expand=${id}`);
  await expect(play(page)).toBeVisible();
  return id;
}

/** Opens recorded calls until the card of one matches; returns its id. */
export async function openCallWhere(page, open, holds) {
  await open('/calls?project_id=after-hours&has_recording=true');
  const ids = await page
    .locator('tr.call')
    .evaluateAll((rows) => rows.map((row) => row.id.replace('call-', '')));
  for (const id of ids) {
    await open(`/calls?project_id=after-hours&expand=${id}`);
    if (await holds(card(page))) {
      return id;
    }
  }
  throw new Error('no such call on the first page');
}
