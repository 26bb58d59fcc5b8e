// Progress of a background export in the top bar, which each layout has.
import { expect, test } from './helpers/fixtures.js';

const ring = (page) => page.locator('[data-export-ring]');

/** Answers the question for running exports, as a server with a slow export would. */
async function answerWith(page, jobs) {
  await page.route('**/api/exports/jobs', (route) => route.fulfill({ json: jobs() }));
}

test('the ring is on every page while an own export runs', async ({ open, page, signIn }) => {
  await signIn('manager');
  let percent = 40;
  const job = (own) => ({
    id: '01890a5d-ac96-474b-bcce-b302099a8057',
    state: 'running',
    matched: 100,
    written: percent,
    percent,
    own,
  });
  await answerWith(page, () => [job(true)]);
  await open('/help');
  await expect(ring(page)).toBeVisible();
  await expect(ring(page)).toHaveText(/40 %/);
  percent = 70;
  await expect(ring(page)).toHaveText(/70 %/);
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  await expect(ring(page)).toHaveText(/70 %/);
  await page.unroute('**/api/exports/jobs');
  await expect(ring(page)).toBeHidden();
});
