// Review of a call: corrections, disputes, annotations, follow-up, tags and notes.
import { expect, test } from './helpers/fixtures.js';
import { chips, openMenu, rows, search } from './helpers/calls-page.js';
import { form, history, line, lineButton, openOwnCall, region, text } from './helpers/work.js';

test('a line is corrected, and the history keeps the old text', async ({
  open, page, signIn,
}, info) => {
  await signIn('manager');
  await openOwnCall(page, open, info, 0);
  const before = await text(page, 1).textContent();
  await lineButton(page, 1).click();
  await expect(line(page).locator('blockquote')).toHaveText(before);
  await expect(page).toHaveURL(/[?&]turn=2\b/);
  const correct = await form(page, 'Correct');
  await expect(correct.getByLabel('What was said')).toHaveValue(before);
  await correct.getByLabel('What was said').fill('The right words, <b>plainly</b>');
  await correct.getByLabel('Reason (optional)').fill('Heard it again');
  await correct.getByRole('button', { name: 'Save correction' }).click();
  await expect(text(page, 1)).toHaveText('The right words, <b>plainly</b>');
  await expect(lineButton(page, 1)).toHaveText('Corrected, line 2');
  await expect(line(page)).toContainText(`from “${before}” to “The right words`);
  await expect(line(page)).toContainText('Heard it again');
  await page.reload();
  await expect(text(page, 1)).toHaveText('The right words, <b>plainly</b>');
});

test('a Client Admin accepts a dispute, and its text replaces the line', async ({
  open, page, signIn,
}, info) => {
  await signIn('manager');
  const address = await openOwnCall(page, open, info, 1);
  await lineButton(page, 0).click();
  const dispute = await form(page, 'Dispute');
  await dispute.getByLabel('What is wrong').fill('Not what was said');
  await dispute.getByLabel('What it should say').fill('What was really said');
  await dispute.getByRole('button', { name: 'Raise dispute' }).click();
  await expect(lineButton(page, 0)).toHaveText('Disputed, line 1');
  await expect(line(page).getByRole('button', { name: 'Accept dispute' })).toHaveCount(0);
  await signIn('admin');
  await open(`${address}&turn=1`);
  await line(page).getByRole('button', { name: 'Accept dispute' }).click();
  await expect(text(page, 0)).toHaveText('What was really said');
  await expect(line(page)).toContainText('disputed line 1 (accepted)');
});

test('Client Staff can annotate but not correct', async ({ open, page, signIn }, info) => {
  await signIn('staff');
  await openOwnCall(page, open, info, 2);
  await lineButton(page, 1).click();
  await expect(line(page).locator('.line-forms summary')).toHaveText(['Annotate']);
  const annotate = await form(page, 'Annotate');
  await annotate.getByLabel('Annotation').fill('Spoke very quietly');
  await annotate.getByRole('button', { name: 'Save annotation' }).click();
  await expect(lineButton(page, 1)).toHaveText('Annotated, line 2');
  await expect(line(page)).toContainText('annotated line 2 “Spoke very quietly”');
});

test('a call is claimed, assigned and resolved, and the list can be filtered by it', async ({
  open, page, signIn, emailOfRole,
}, info) => {
  await signIn('manager');
  const address = await openOwnCall(page, open, info, 3);
  const id = new URL(address, 'http://x').searchParams.get('expand');
  const bar = region(page, 'Follow-up');
  await expect(bar).toContainText('New');
  await bar.getByRole('button', { name: 'Claim' }).click();
  await expect(bar).toContainText('Assigned to you');
  await open('/calls?project_id=after-hours');
  const more = await openMenu(page, 'More filters');
  await more.getByLabel('To do', { exact: true }).check();
  await more.getByLabel('Assigned to').selectOption('me');
  await search(page);
  await expect(chips(page).getByRole('listitem')).toHaveText([/Follow-up: To do/, /Assigned to: me/]);
  const row = rows(page).and(page.locator(`#call-${id}`));
  await expect(row.locator('.follow-up')).toContainText('To do');
  await open(address);
  await bar.getByText('More', { exact: true }).click();
  await bar.getByLabel('Assign to').selectOption(emailOfRole('staff'));
  await bar.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(bar).not.toContainText('Assigned to you');
  await bar.getByRole('button', { name: 'Resolve' }).click();
  await expect(bar).toContainText('Done');
  await expect(bar.getByRole('button')).toHaveText(['Reopen']);
  await history(page).locator('summary').click();
  await expect(history(page).locator('li')).toHaveText([/claimed/, /assigned/, /resolved/]);
});

test('tags and notes are added; phone numbers in notes are redacted', async ({
  open, page, signIn,
}, info) => {
  await signIn('staff');
  await openOwnCall(page, open, info, 4);
  const tags = region(page, 'Tags');
  await tags.getByLabel('New tag').fill('ring <back>');
  await tags.getByRole('button', { name: 'Add tag' }).click();
  await expect(tags.locator('.chip', { hasText: 'ring <back>' })).toBeVisible();
  await tags.getByRole('button', { name: 'Remove the tag ring <back>' }).click();
  await expect(tags.locator('.chip', { hasText: 'ring <back>' })).toHaveCount(0);
  const notes = region(page, 'Internal notes');
  await notes.getByLabel('Note for colleagues').fill('First line\nRing 020 7946 0018');
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.locator('.note').last()).toContainText('Ring [PHONE]');
  await expect(notes.getByLabel('Note for colleagues')).toHaveValue('');
});
