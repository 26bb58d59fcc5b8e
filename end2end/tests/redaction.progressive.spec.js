// Marks of missed and wrong redactions in an opened call, and their report.
import { expect, refused, test } from './helpers/fixtures.js';
import { form, history, line, lineButton, openOwnCall, text } from './helpers/work.js';

/** The longest word of a text. */
const longest = (said) => said.match(/[A-Za-z]{4,}/g).sort((a, b) => b.length - a.length)[0];

test('words that redaction missed are hidden in the whole call, and reported', async ({
  open, page, signIn,
}, info) => {
  await signIn('admin');
  const address = await openOwnCall(page, open, info, 6);
  const word = longest(await text(page, 1).textContent());
  await lineButton(page, 1).click();
  const redact = await form(page, 'Redact');
  await redact.getByLabel('Words to redact').fill(word.toUpperCase());
  await redact.getByLabel('What they are').selectOption('Person');
  await redact.getByRole('button', { name: 'Redact words' }).click();
  await expect(text(page, 1)).toContainText('[PERSON]');
  await expect(lineButton(page, 1)).toHaveText('Redaction marked, line 2');
  await expect(line(page)).toContainText('marked a missed redaction (Person) in line 2');
  await open(address);
  await expect(page.locator('.turns')).not.toContainText(new RegExp(`\\b${word}\\b`, 'i'));
  await history(page).locator('summary').click();
  await expect(history(page)).toContainText('marked a missed redaction (Person)');
  await expect(history(page)).not.toContainText(word);
  await open('/activity');
  await page.getByRole('link', { name: 'Redaction report' }).click();
  await expect(page.getByRole('heading', { name: 'Redaction report', level: 1 })).toBeVisible();
  await expect(page.getByRole('table')).toContainText('Person');
  const file = await page.context().request.get('/activity/redaction.csv');
  expect(await file.text()).toContain(',"missed","person",');
  await page.getByRole('link', { name: 'Line 2 of the call' }).first().click();
  await expect(line(page)).toContainText('marked a missed redaction (Person) in line 2');
});

test('Client Managers mark no redactions and have no report', async ({
  expectFault, open, page, signIn,
}, info) => {
  expectFault(refused(404));
  await signIn('manager');
  await openOwnCall(page, open, info, 6);
  await lineButton(page, 1).click();
  await expect(line(page).locator('.line-forms summary')).toHaveText(['Correct', 'Annotate', 'Dispute']);
  expect((await open('/activity/redaction')).status()).toBe(404);
});
