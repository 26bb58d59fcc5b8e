// PII unlock in the opened call, and the page of sensitive access.
import { expect, refused, test } from './helpers/fixtures.js';
import { openCallWhere } from './helpers/recordings.js';
import { openConsented, request, section, why } from './helpers/unlock.js';

test('what redaction removed is unlocked, shown in place, and ended', async ({ open, page, signIn }) => {
  await signIn('manager');
  const id = await openConsented(page, open);
  await request(page, 'All artefacts');
  await expect(section(page).getByText('Unlocked: All artefacts')).toBeVisible();
  await expect(section(page).getByRole('timer')).toHaveText(/^1[45] min \d\d s left$/);
  await expect(section(page).getByText('Unlocked transcript')).toHaveCount(0);
  await section(page).getByRole('button', { name: 'Show unlocked text' }).click();
  const text = section(page).getByRole('region', { name: 'Unlocked text' });
  await expect(text).toContainText('Unlocked summary');
  await expect(text).toContainText('Unlocked transcript');
  await expect(text).toContainText('Extracted entities');
  await expect(text).not.toContainText('[PHONE]');
  await section(page).getByRole('button', { name: 'End unlock' }).click();
  await expect(section(page).getByText('Unlocked: All artefacts')).toHaveCount(0);
  await expect(text).toHaveCount(0);
  await open('/activity/sensitive');
  const entry = page.getByRole('listitem').filter({ hasText: why }).first();
  await expect(entry).toContainText('All artefacts');
  await expect(entry).toContainText('Viewed: Transcript');
  await expect(entry).toContainText('Ended by the person');
  await expect(entry.locator(`a[href*="${id}"]`)).toBeVisible();
});

test('a request without consent is refused, and says what to do', async ({ expectFault, open, page, signIn }) => {
  expectFault(refused(403));
  await signIn('manager');
  await openCallWhere(page, open, async (card) => /was not asked/.test(await card.textContent()));
  await request(page, 'Transcript');
  await expect(section(page).getByRole('alert')).toContainText('A Client Admin can set consent');
  await open('/activity/sensitive');
  await expect(page.getByRole('listitem').filter({ hasText: 'Asked and refused' }).first()).toBeVisible();
});

test('a wrong form keeps what was typed', async ({ expectFault, open, page, signIn }) => {
  expectFault(refused(422));
  await signIn('admin');
  await openConsented(page, open);
  await section(page).locator('summary').click();
  await section(page).getByLabel('Reason code').selectOption('Other');
  await section(page).getByLabel('Other reason').fill('Insurance');
  await section(page).getByLabel('Justification').fill('too short');
  await section(page).getByRole('button', { name: 'Request unlock' }).click();
  await expect(section(page).getByRole('alert')).toContainText('Justification');
  await expect(section(page).getByLabel('Justification')).toHaveValue('too short');
  await expect(section(page).getByLabel('Other reason')).toHaveValue('Insurance');
});

test('Client Staff have no unlock and no sensitive access', async ({ expectFault, open, page, signIn }) => {
  expectFault(refused(404));
  await signIn('staff');
  await openCallWhere(page, open, async () => true);
  await expect(section(page)).toHaveCount(0);
  expect((await open('/activity/sensitive')).status()).toBe(404);
});
