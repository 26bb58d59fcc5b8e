// Blocked recordings: a call of the demo for each reason, and removal by the operator.
import { execFileSync } from 'node:child_process';
import { binary, dataFolder } from './setup/settings.js';
import { expect, test } from './helpers/fixtures.js';
import { card, openPlayable } from './helpers/recordings.js';

const reasons = {
  consent_denied: 'did not agree to be recorded',
  consent_missing: 'was not asked whether',
  consent_unknown: 'not known whether the caller agreed',
  compliance_denied: 'was denied by a compliance decision',
  missing_evidence: 'no evidence that this call may be played',
  policy_blocked: 'A policy of your organisation',
  not_generated: 'This call was not recorded',
  not_received: 'has not been received',
  removed: 'was removed when its retention period ended',
};

/** Finds the newest call of the project for each reason. */
async function firstOfEach(context) {
  const found = new Map();
  let cursor = null;
  while (found.size < Object.keys(reasons).length) {
    const query = new URLSearchParams({ project_id: 'after-hours', ...(cursor && { cursor }) });
    const page = await context.request.get('/api/calls', { params: { query: query.toString() } });
    const { rows, next } = await page.json();
    for (const { id } of rows) {
      const review = await context.request.get('/api/review', { params: { call_id: id } });
      const reason = (await review.json()).recording.play_blocked;
      if (reason && !found.has(reason)) {
        found.set(reason, id);
      }
    }
    if (!next) {
      break;
    }
    cursor = next;
  }
  return found;
}

test('AiDial recordings: when a recording is unavailable: the demo has a call for each reason', async ({
  context, open, page, signIn,
}) => {
  await signIn('admin');
  const found = await firstOfEach(context);
  for (const [reason, words] of Object.entries(reasons)) {
    expect(found.has(reason), reason).toBe(true);
    await open(`/calls?project_id=after-hours&expand=${found.get(reason)}`);
    await expect(card(page), reason).toContainText(words);
    await expect(card(page).getByRole('button', { name: 'Play', exact: true })).toBeDisabled();
    await expect(card(page).getByRole('button', { name: 'Download recording' })).toBeDisabled();
  }
});

test('AiDial recordings: a recording that the operator removes says so and is gone', async ({
  open, page, signIn,
}) => {
  await signIn('admin');
  // The last one, since other tests play the first.
  const id = await openPlayable(page, open, { nth: -1 });
  const words = ['remove-recordings', '--data', dataFolder, '--tenant', 'harbour', '--call', id];
  expect(execFileSync(binary, words, { encoding: 'utf8' })).toContain('1 removed');
  await open(`/calls?project_id=after-hours&expand=${id}`);
  await expect(card(page)).toContainText(reasons.removed);
  await expect(card(page).getByRole('button', { name: 'Play', exact: true })).toBeDisabled();
});
