// Settings page: settings of a tenant, and who may change them.
import { execFileSync } from 'node:child_process';
import { emailOf } from './setup/people.js';
import { binary, dataFolder } from './setup/settings.js';
import { expect, refused, test } from './helpers/fixtures.js';
import { card, openPlayable, play } from './helpers/recordings.js';

const choice = (page, name) =>
  page.getByRole('group', { name: 'Client Staff may play recordings' }).getByRole('radio', { name });

async function setStaffPlayback(page, open, name) {
  await open('/settings');
  await choice(page, name).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Saved');
  await expect(choice(page, name)).toBeChecked();
}

test('AiDial recordings: staff playback is set by a Client Admin, and holds at once', async ({
  open, page, signIn,
}) => {
  // In a separate tenant, since the staff of the other one use playback at the same time.
  const [admin, staff] = ['admin@rival.example', 'staff@rival.example'];
  await signIn(admin);
  await setStaffPlayback(page, open, 'Yes');
  await signIn(staff);
  const id = await openPlayable(page, open, { project: 'lobby' });
  await signIn(admin);
  await setStaffPlayback(page, open, 'No');
  await signIn(staff);
  await open(`/calls?project_id=lobby&expand=${id}`);
  await expect(card(page)).toContainText('does not allow Client Staff to play recordings');
  await expect(play(page)).toBeDisabled();
});

test('the entitlement to download is shown, and who sets it', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/settings');
  const recordings = page.getByRole('region', { name: 'Recordings' });
  await expect(recordings).toContainText('may download recordings');
  await expect(recordings).toContainText('set by the operator of this installation');
  await expect(recordings.locator('[name=recording_download]')).toHaveCount(0);
});

test('a Client Manager can view the page, Client Staff cannot', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(refused(404));
  await signIn('manager');
  await open('/settings');
  await expect(page.getByText('A Client Admin can change these settings.')).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByText('Set consent and compliance')).toHaveCount(0);
  await signIn('staff');
  expect((await open('/settings')).status()).toBe(404);
  await open('/calls');
  await expect(page.locator('a[href="/settings"]')).toHaveCount(0);
});

test('the account menu links to the settings', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/calls');
  await page.locator('.account > summary').click();
  await page.locator('.account').getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('consent and compliance of an import are set for all its calls', async ({
  open, page, signIn,
}, info) => {
  const project = `undecided-${info.project.name}`;
  const call = {
    source_id: `decided-${info.project.name}`,
    started_at: '2026-07-01T09:00:00Z',
    status: 'completed',
    channel: 'voice',
    total_seconds: 60,
    recording: { file_name: 'decided.wav' },
  };
  const target = ['--tenant', 'sources', '--project', project, '--format', 'ndjson'];
  const words = ['import', '--data', dataFolder, ...target, '-'];
  execFileSync(binary, words, { input: `${JSON.stringify(call)}\n` });
  await signIn(emailOf('auditor', info.parallelIndex));
  await open('/settings');
  const line = page.locator('.import-line', { hasText: project }).first();
  await expect(line).toContainText('1 of 1 recording awaiting a decision');
  await line.getByText('Set consent and compliance').click();
  await line.getByLabel('Consent').selectOption('granted');
  await line.getByLabel('Playback compliance').selectOption('permitted');
  await line.getByRole('textbox', { name: 'Evidence' }).fill('Notice at the door');
  await line.getByRole('button', { name: 'Save decision' }).click();
  await expect(page.getByRole('status')).toContainText('Saved');
  await expect(line).toContainText('none awaiting a decision');
  await expect(line).toContainText('Consent granted');
  await expect(line).toContainText('Decided by auditor');
});
